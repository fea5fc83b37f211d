"""A reference that somebody knows from its source leads to its code, and to nobody who may not load."""

from datetime import datetime

import pytest
from sqlmodel import Session

from data_access.child_links import LinkRefused, found_reference
from data_access.models import AuditEntry, ChildReference
from data_access.viewer import NotPermitted, system_viewer
from tests.data_access.conftest import KEY

NOW = datetime(2023, 4, 12, 9, 0)


def find(engine, reference, source="police", viewer=None, key=KEY):
    with Session(engine) as session:
        asked = {"authority": "derby-city", "source": source, "reference": reference, "key": key, "now": NOW}
        number = found_reference(session, viewer or system_viewer("ann"), **asked)
        session.commit()
        return number


def test_a_reference_is_found_as_its_source_writes_it_and_the_log_names_the_code_alone(
    home_engine, load_rows, values_in
):
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2", "child_reference": "P-5 A"})
    number = find(home_engine, " P-5  A ")
    assert (number, "police") in values_in(home_engine, ChildReference, "id", "source")
    viewed = [entry for entry in values_in(home_engine, AuditEntry, "event", "thing", "child") if entry[2]]
    assert [(event, thing) for event, thing, _ in viewed] == [("child viewed", "page load")]
    assert "P-5" not in repr(viewed)


@pytest.mark.parametrize(
    ("reference", "source", "key"), [("P-9999", "police", KEY), ("P-4711", "YJS", KEY), ("P-4711", "police", "x" * 40)]
)
def test_what_is_not_there_is_refused_without_repeating_it(home_engine, load_rows, reference, source, key):
    load_rows(home_engine, "incidents")
    with pytest.raises(LinkRefused) as refusal:
        find(home_engine, reference, source, key=key)
    assert reference not in str(refusal.value)


def test_only_who_may_load_finds_a_reference(home_engine, load_rows, viewer_of):
    load_rows(home_engine, "incidents")
    with pytest.raises(NotPermitted):
        find(home_engine, "P-4711", viewer=viewer_of())
