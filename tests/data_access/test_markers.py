"""Markers of monthly charts: those of the authority, within the months asked for."""

from datetime import date

import pytest
from sqlmodel import Session

from data_access.markers import fetch_markers
from data_access.models import Authority, Marker
from data_access.viewer import NotPermitted

YEARS = (date(2021, 4, 1), date(2023, 4, 1))


@pytest.fixture
def ask(viewer_of):
    """The markers of a database: ask(engine, start, end)."""

    def answer(engine, start, end, *, authority="derby-city", viewer=None):
        with Session(engine) as session:
            return fetch_markers(session, viewer or viewer_of(), authority=authority, start=start, end=end)

    return answer


def test_the_markers_of_the_sample_stand_earliest_first_with_their_detail(sample_engine, ask):
    found = ask(sample_engine, *YEARS)
    assert list(found.columns) == ["on_date", "label", "detail"]
    assert list(found["on_date"]) == [date(2022, 9, 27), date(2022, 10, 1)]
    assert list(found["label"]) == ["Attachment and trauma conference", "Youth Well-Being Worker funding ended"]
    assert list(found["detail"]) == ["Held on this day.", "Known to the month only: October 2022."]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2022, 9, 27), date(2022, 10, 1), [27]),  # the first day is in, the last is not
        (date(2022, 9, 28), date(2022, 10, 2), [1]),
        (date(2021, 4, 1), date(2022, 9, 27), []),
    ],
)
def test_the_first_day_is_in_and_the_last_is_not(sample_engine, ask, start, end, days):
    found = ask(sample_engine, start, end)
    assert [day.day for day in found["on_date"]] == days
    assert list(found.columns) == ["on_date", "label", "detail"]


def test_markers_of_another_authority_stay_there(own_sample_engine, ask):
    with Session(own_sample_engine) as session, session.begin():
        other = Authority(key="elsewhere", name="Elsewhere")
        session.add(other)
        session.flush()
        session.add(Marker(authority_id=other.id, on_date=date(2022, 5, 2), label="Theirs", detail="Elsewhere."))
    assert list(ask(own_sample_engine, *YEARS, authority="elsewhere")["label"]) == ["Theirs"]
    assert "Theirs" not in set(ask(own_sample_engine, *YEARS)["label"])


@pytest.mark.parametrize("limits", [{"audiences": ()}, {"authorities": ("elsewhere",)}])
def test_who_may_not_see_the_authority_gets_no_markers(sample_engine, ask, viewer_of, limits):
    with pytest.raises(NotPermitted):
        ask(sample_engine, *YEARS, viewer=viewer_of(**limits))
