"""Sentences behind "How sure are we?" on shares, and on counts of few children."""

import math

from analysis.breakdown import TOTAL
from analysis.disclosure import Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count
from analysis.intervals import BYAR_FROM
from analysis.ratios import DEFAULT_PHI, MIN_EVENTS
from analysis.results import SHOWN
from analysis.wording.breakdown import OPEN
from analysis.wording.comparison import MANY_LINES
from analysis.wording.shares import Share, shares_of
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    and_list,
    counted,
    pair_of,
    rows_of,
)
from analysis.youth_justice import YJS_MEASURES

CHILDREN = next(measure.label for measure in YJS_MEASURES if measure.key == "children")
WILSON = (
    "Each share has a 95% interval (Wilson): if every {one} were a separate event, of 100 such intervals about 95 "
    "would hold the long-run share."
)
NOT_WIDENED = (
    "{Many} come in runs from one child, and these intervals are not widened for that: they are too narrow rather than "
    "too wide."
)


def share_interval_sentences(released: Released, *, together: str = ALL_TOGETHER) -> list[str]:
    """What the intervals of the missing share mean, and at which homes they keep apart."""
    total, homes = shares_of(released, "share_interval_sentences")
    if total is None:
        return []
    names = {home.name: home.name for home in homes} | {total.name: together}
    shares = [*([total] if len(homes) > 1 else []), *homes]
    compared = [share for share in shares if share.move in ("fell", "rose", "about the same")]
    if not compared:
        return []
    return [
        WILSON.format(one="incident"),
        "Incidents come in runs from one child, and these intervals are not widened for that. So the verdict takes "
        f"wider ones, as if there had been {DEFAULT_PHI:g} times fewer incidents: a run is taken as about "
        f"{DEFAULT_PHI:g} long.",
        "Where the wider intervals of the two periods overlap, a share moved by no more than the usual ups and downs. "
        f"{_overlaps(compared, names)}",
        *_by_the_plain_intervals_alone(compared, names),
        f"With fewer than {MIN_EVENTS} incidents in the two periods together nothing is compared. With many homes, "
        "some would look unusual by chance alone.",
    ]


def outcome_share_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """What the intervals of the outcomes mean, and where there are too few crimes for them."""
    rows = rows_of(require_released(released, "outcome_share_sentences"))
    crimes, still_open = pair_of(rows, TOTAL), pair_of([row for row in rows if row["outcome_class"] == OPEN], "count")
    told = [(previous_label, crimes.previous), (current_label, crimes.current)]
    if not any(number > 0 for _, number in told):
        return []
    few = [f"{label} has {counted(number, 'crime')}, too few" for label, number in told if number < PERCENTAGE_FROM]
    sentences = [f"Shares are worked out of {PERCENTAGE_FROM} crimes or more{f'; {and_list(few)}' if few else ''}."]
    if len(few) < len(told):
        sentences += [WILSON.format(one="crime"), NOT_WIDENED.format(Many="Crimes")]
    if still_open.current > 0:
        sentences.append("Open crimes will get an outcome, so the later shares will still move.")
    return sentences


def youth_justice_interval_sentences(released: Released) -> list[str]:
    """What the intervals of few counts mean, and what the ratio of offences can carry. Takes count_intervals."""
    rows = rows_of(require_released(released, "youth_justice_interval_sentences"))
    if not any(row["status"] == SHOWN for row in rows):
        return []
    involved = pair_of([row for row in rows if row["label"] == CHILDREN], "count")
    few = min(involved.previous, involved.current) < PERCENTAGE_FROM
    sentences = [
        "Each count has a 95% interval: how far its long-run level could lie from it if every event were a separate "
        f"one. Exact under {BYAR_FROM}, by Byar's method from {BYAR_FROM} on.",
        f"{'These are too few children to read as a trend: one' if few else 'One'} child's run of offences, or of "
        "court dates, can make up much of a count, so these intervals are too narrow rather than too wide. No verdict "
        "is made.",
    ]
    ratios = [row for row in rows if row["measure"] == "rate_ratio" and row["status"] == SHOWN]
    if ratios:
        high = math.inf if math.isnan(ratios[0]["high"]) else ratios[0]["high"]
        if ratios[0]["low"] <= 1 <= high:
            sentences.append("The exact interval of the ratio of offences takes in 1 (as many as before).")
        else:
            sentences.append(
                "The exact interval of the ratio of offences leaves out 1 (as many as before); one child's run "
                "can do that."
            )
    return sentences


def cromarty_interval_sentences(released: Released) -> list[str]:
    """What the interval of a share of few children means, and what the sign test asks. Takes result_shares."""
    rows = rows_of(require_released(released, "cromarty_interval_sentences"))
    shares = [row for row in rows if row["measure"] == "share" and row["status"] == SHOWN]
    children = shares[0]["denominator"] if shares else 0
    if not children > 0:
        return []
    return [
        f"{counted(children, 'child', 'children')} can be compared, so each child more or fewer moves a share by much; "
        "the interval (Wilson, 95%) says how much is open.",
        "The sign test asks how often so uneven a split of higher and lower would come from tossing a coin for each "
        "child. Scores that stayed the same count for neither.",
        "It asks nothing about how much higher or lower, nor about why.",
    ]


def _overlaps(compared: list[Share], names: dict[str, str]) -> str:
    apart = [names[share.name] for share in compared if not share.overlap]
    if not apart:
        return "Here they overlap everywhere."
    who = _who(apart)
    return f"Here they keep apart at {who} only." if len(apart) < len(compared) else f"Here they keep apart at {who}."


def _by_the_plain_intervals_alone(compared: list[Share], names: dict[str, str]) -> list[str]:
    """Where the widening made the difference."""
    calmed = [names[share.name] for share in compared if share.overlap and not share.plain_overlap]
    return [f"The intervals of the table alone would have kept apart at {_who(calmed)}."] if calmed else []


def _who(names: list[str]) -> str:
    return and_list(names) if len(names) <= MANY_LINES else f"{format_count(len(names))} homes"
