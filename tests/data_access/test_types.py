import pytest
from sqlmodel import Session

from data_access.types import fetch_outcome_codes, fetch_types
from data_access.viewer import NotPermitted, Viewer

PARTNER = Viewer("somebody", frozenset({"partnership"}))


@pytest.mark.parametrize(
    ("kind", "known"),
    [("crime", ("ROBBERY", "Robbery", False)), ("incident", ("Sudden Death", "Concern for safety", True))],
)
def test_types_have_a_group_and_are_sensitive_or_not(engine, kind, known):
    with Session(engine) as session:
        types = fetch_types(session, PARTNER, authority="derby-city", kind=kind)
    assert known in list(types.itertuples(index=False, name=None))
    assert list(types["type"]) == sorted(types["type"])


def test_types_are_not_told_to_those_outside_the_partnership(engine):
    with Session(engine) as session, pytest.raises(NotPermitted):
        fetch_types(session, Viewer("somebody", frozenset()), authority="derby-city", kind="crime")


def test_outcomes_are_offered_in_the_order_of_their_codes_to_the_partnership_alone(engine):
    with Session(engine) as session:
        codes = fetch_outcome_codes(session, PARTNER, authority="derby-city")
        with pytest.raises(NotPermitted):
            fetch_outcome_codes(session, Viewer("somebody", frozenset()), authority="derby-city")
    assert list(codes["code"])[:4] == ["0", "1", "1A", "2"]
    assert codes.set_index("code").loc["20", "label"]
