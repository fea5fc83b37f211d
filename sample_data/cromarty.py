"""Cromarty scores of twelve children: ten targets scored at every Enhanced Care Planning Meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample_data.years import SEED, day_text

HEADER = ("child_reference", "meeting", "meeting_date", "target", "score")

TARGETS = 10
HIGHEST_SCORE = 10


@dataclass(frozen=True)
class Course:
    """One child's meetings, with the ten scores added up at the first and at the last."""

    child: str
    meetings: int
    first_meeting: date
    last_meeting: date
    first_total: int
    last_total: int


COURSES: tuple[Course, ...] = (
    Course("EC-12", 10, date(2022, 1, 18), date(2023, 3, 14), 38, 69),
    Course("EC-15", 9, date(2022, 2, 9), date(2023, 2, 22), 45, 63),
    Course("EC-17", 8, date(2022, 3, 3), date(2023, 2, 2), 34, 57),
    Course("EC-21", 7, date(2022, 5, 10), date(2023, 3, 7), 41, 41),
    Course("EC-22", 7, date(2022, 4, 27), date(2023, 2, 15), 52, 66),
    Course("EC-24", 6, date(2022, 6, 16), date(2023, 2, 9), 36, 50),
    Course("EC-27", 5, date(2022, 7, 5), date(2023, 1, 31), 48, 61),
    Course("EC-28", 5, date(2022, 8, 24), date(2023, 3, 22), 46, 42),
    Course("EC-30", 4, date(2022, 9, 20), date(2023, 2, 28), 33, 47),
    Course("EC-33", 3, date(2022, 10, 13), date(2023, 1, 26), 43, 54),
    Course("EC-34", 3, date(2022, 11, 9), date(2023, 3, 1), 32, 45),
    Course("EC-38", 2, date(2023, 1, 12), date(2023, 3, 16), 50, 58),
)


def cromarty_rows() -> list[tuple[object, ...]]:
    """Every score of every child, meeting by meeting, target by target."""
    rng = Random(f"{SEED} cromarty")
    return [row for course in COURSES for row in _child_rows(course, rng)]


def _child_rows(course: Course, rng: Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    scores = [course.first_total // TARGETS] * TARGETS
    for meeting, (day, total) in enumerate(zip(_days(course, rng), _totals(course, rng), strict=True), start=1):
        _move_to(scores, total, rng)
        rows += [
            (course.child, meeting, day_text(day), f"Target {target}", score)
            for target, score in enumerate(scores, start=1)
        ]
    return rows


def _days(course: Course, rng: Random) -> list[date]:
    """Meetings about evenly apart, each on a weekday."""
    step = (course.last_meeting - course.first_meeting).days / (course.meetings - 1)
    days = [course.first_meeting]
    for place in range(1, course.meetings - 1):
        day = course.first_meeting + timedelta(days=round(place * step) + rng.randint(-4, 4))
        days.append(day - timedelta(days=max(0, day.weekday() - 4)))
    return [*days, course.last_meeting]


def _totals(course: Course, rng: Random) -> list[int]:
    """A gentle line from the first total to the last, with ups and downs between."""
    step = (course.last_total - course.first_total) / (course.meetings - 1)
    between = [
        round(course.first_total + place * step) + rng.choice((-5, -3, -2, 0, 1, 2, 3, 5))
        for place in range(1, course.meetings - 1)
    ]
    return [course.first_total, *between, course.last_total]


def _move_to(scores: list[int], total: int, rng: Random) -> None:
    """Change the scores in place by single points until they add up to the total."""
    for _ in range(4):
        _step(scores, 1, rng)
        _step(scores, -1, rng)
    while sum(scores) != total:
        _step(scores, 1 if sum(scores) < total else -1, rng)


def _step(scores: list[int], by: int, rng: Random) -> None:
    free = [target for target, score in enumerate(scores) if 0 <= score + by <= HIGHEST_SCORE]
    scores[rng.choice(free)] += by
