"""The letters that stand for children: dealt at random each April, kept for the year."""

import random
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session

from data_access.cromarty import _letters, deal_letters, fetch_cromarty_scores
from data_access.models import Authority, Child, ChildLetter, ChildReference, CromartyScore, ImportBatch

YEAR = {"start": date(2022, 4, 1), "end": date(2023, 4, 1)}


def met(child, on_date, *, meeting=1, target="total", score="5"):
    return {
        "child_reference": child,
        "meeting": str(meeting),
        "meeting_date": on_date,
        "target": target,
        "score": score,
    }


@pytest.fixture
def letters(values_in):
    """The letters of each year: letters(engine) gives {2022: {child: letter}}."""

    def by_year(engine):
        found = defaultdict(dict)
        for year, child, letter in values_in(engine, ChildLetter, "year", "child_id", "letter"):
            found[year][child] = letter
        return dict(found)

    return by_year


@pytest.fixture
def children(engine):
    """Puts children who met in April 2022 into the database: children(30)."""

    def put(how_many, *, on_date=date(2022, 4, 1)):
        with Session(engine) as session, session.begin():
            derby = session.get(Authority, 1) or Authority(id=1, key="derby-city", name="Derby City")
            session.add(derby)
            batch = session.get(ImportBatch, 1) or ImportBatch(
                id=1,
                authority_id=1,
                kind="cromarty",
                source="council",
                file_hash="",
                extract_date=on_date,
                loaded_at=on_date,
                **dict.fromkeys(("rows_read", "added", "updated", "unchanged", "rejected"), 0),
            )
            session.add(batch)
            session.flush()
            for _ in range(how_many):
                child = Child(code=random.randbytes(8).hex(), authority_id=1)
                session.add(child)
                session.flush()
                session.add(
                    CromartyScore(
                        authority_id=1,
                        child_id=child.id,
                        meeting=1,
                        meeting_date=on_date,
                        target="total",
                        score=5,
                        batch_id=1,
                    )
                )

    return put


@pytest.fixture
def deal(engine, letters):
    """Deals letters and gives them by year; `seed` fixes the draw."""

    def dealt(seed=1):
        with Session(engine) as session, session.begin():
            deal_letters(session, 1, random.Random(seed))
        return letters(engine)

    return dealt


def test_every_child_has_a_letter_of_its_own_in_every_year(sample_engine, letters):
    dealt = letters(sample_engine)
    assert sorted(dealt[2021].values()) == list("ABC")
    assert sorted(dealt[2022].values()) == list("ABCDEFGHIJKL")


def test_after_z_comes_aa(children, deal):
    children(28)
    assert sorted(deal()[2022].values(), key=lambda letter: (len(letter), letter))[-3:] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("number", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_as_the_columns_of_a_spreadsheet(number, letter):
    assert _letters(number) == letter


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_two_numbers_never_share_letters(one, other):
    assert (_letters(one) == _letters(other)) == (one == other)


def test_who_gets_which_letter_is_drawn(children, deal, engine):
    children(12)
    first = deal(seed=1)
    with Session(engine) as session, session.begin():
        session.execute(delete(ChildLetter))
    assert deal(seed=2) != first


def test_letters_stay_when_another_child_joins_within_the_year(children, deal):
    children(5)
    before = deal()[2022]
    children(1, on_date=date(2022, 11, 1))
    after = deal(seed=9)[2022]
    assert {child: after[child] for child in before} == before
    assert sorted(after.values()) == list("ABCDEF")


def test_letters_are_dealt_anew_in_april(children, deal):
    children(20)
    before = deal()
    children(1, on_date=date(2023, 4, 1))
    after = deal(seed=9)
    assert after[2022] == before[2022]
    assert sorted(after[2023].values()) == [*sorted(after[2022].values()), "U"]
    assert [after[2023][child] for child in after[2022]] != list(after[2022].values())


def test_a_child_has_no_letter_for_a_year_before_its_first_meeting(children, deal):
    children(1)
    children(1, on_date=date(2023, 3, 31))
    children(1, on_date=date(2023, 4, 1))
    assert {year: len(dealt) for year, dealt in deal().items()} == {2022: 2, 2023: 3}


def test_loading_scores_deals_letters(engine, load_rows, letters):
    load_rows(engine, "homes")
    load_rows(engine, "cromarty", met("EC-1", "01/05/2022"), met("EC-2", "02/05/2022"), source="council")
    before = letters(engine)
    load_rows(engine, "cromarty", met("EC-3", "03/06/2022"), source="council")
    after = letters(engine)
    assert before[2022].items() <= after[2022].items()
    assert sorted(after[2022].values()) == ["A", "B", "C"]


def scores(engine, viewer, start, end):
    with Session(engine) as session:
        return fetch_cromarty_scores(session, viewer, authority="derby-city", start=start, end=end)


def test_a_baseline_before_the_period_is_there_and_other_children_are_not(engine, load_rows, viewer_of):
    load_rows(engine, "homes")
    load_rows(
        engine,
        "cromarty",
        met("EC-1", "01/05/2021", meeting=1, score="2"),
        met("EC-1", "01/05/2022", meeting=2, score="4"),
        met("EC-1", "01/05/2023", meeting=3, score="6"),
        met("EC-2", "01/05/2021"),
        source="council",
    )
    found = scores(engine, viewer_of(), **YEAR)
    assert list(zip(found["meeting"], found["score"], strict=True)) == [(1, 2.0), (2, 4.0)]
    assert found["child"].nunique() == 1


def test_a_period_is_shown_under_the_letters_of_the_year_it_ends_in(sample_engine, viewer_of, letters):
    dealt = letters(sample_engine)
    found = scores(sample_engine, viewer_of(), date(2021, 4, 1), date(2022, 4, 1))
    assert set(found["child"]) == set(dealt[2021].values())
    found = scores(sample_engine, viewer_of(), date(2021, 4, 1), date(2023, 4, 1))
    assert set(found["child"]) == set(dealt[2022].values())


def test_a_period_that_ends_in_a_year_without_a_meeting_yet_still_shows_its_children(sample_engine, viewer_of):
    of_the_year = scores(sample_engine, viewer_of(), **YEAR)
    into_the_next = scores(sample_engine, viewer_of(), date(2022, 4, 1), date(2023, 7, 1))
    assert len(of_the_year) > 0
    assert into_the_next.equals(of_the_year)


def test_no_code_and_no_reference_stands_beside_a_letter(sample_engine, viewer_of, rows_in):
    found = scores(sample_engine, viewer_of(), **YEAR)
    assert list(found.columns) == ["child", "meeting", "meeting_date", "target", "score"]
    assert rows_in(sample_engine, ChildReference) > 0
