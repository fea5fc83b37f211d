"""Who allowed rows by home, or how many improved, in a public paper: recorded, withdrawn, kept on record."""

from datetime import date, datetime

import pytest

from data_access.database import run_fetch
from data_access.papers import PaperRefused
from data_access.public_sign_offs import fetch_public_sign_offs, save_public_sign_off, save_withdrawal
from data_access.viewer import NotPermitted, Viewer, system_viewer

ANNA, BEN = system_viewer("anna"), system_viewer("ben")
NOW, LATER = datetime(2023, 10, 3, 9, 0), datetime(2023, 10, 4, 10, 30)
OF_THE_PAPER = {"authority": "derby-city", "period": "2022-23"}
DIRECTOR = {"kind": "rows by home", "signed_by": "Director of Children's Services", "signed_on": date(2023, 10, 2)}


def record(engine, viewer=ANNA, now=NOW, **changes):
    return save_public_sign_off(engine, viewer, now=now, **{**OF_THE_PAPER, **DIRECTOR, **changes})


def recorded(engine, **changes):
    return run_fetch(engine, fetch_public_sign_offs, ANNA, **{**OF_THE_PAPER, **changes})


def test_a_sign_off_is_kept_with_who_signed_when_and_who_recorded_it(home_engine):
    record(home_engine, signed_by="  Director of  Children's Services ")
    (row,) = recorded(home_engine).to_dict("records")
    assert (row["kind"], row["signed_by"], row["signed_on"]) == tuple(DIRECTOR.values())
    assert (row["recorded_by"], row["recorded_at"], row["withdrawn_by"], row["withdrawn_at"]) == ("anna", NOW, "", None)
    assert recorded(home_engine, period="2021-22").empty


def test_a_withdrawn_one_stays_on_record_and_another_can_follow(home_engine):
    first = record(home_engine)
    save_withdrawal(home_engine, BEN, authority="derby-city", sign_off_id=first, now=LATER)
    save_withdrawal(home_engine, ANNA, authority="derby-city", sign_off_id=first, now=datetime(2023, 11, 1))
    second = record(home_engine, BEN, LATER, signed_by="Head of Service")
    rows = recorded(home_engine)
    assert list(rows["id"]) == [second, first]
    assert list(rows["withdrawn_by"]) == ["", "ben"]
    assert list(rows["withdrawn_at"]) == [None, LATER]


def test_one_of_a_kind_stands_at_a_time(home_engine):
    record(home_engine)
    record(home_engine, kind="cromarty")
    record(home_engine, period="2023-24")
    with pytest.raises(PaperRefused, match="One by Director of Children's Services stands already"):
        record(home_engine, BEN, LATER, signed_by="Somebody else")
    assert len(recorded(home_engine)) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signed_by": "  "}, "Say who signed"),
        ({"signed_by": "x" * 121}, "1 to 120 characters"),
        ({"signed_on": date(2023, 10, 4)}, "04/10/2023 is still to come"),
        ({"kind": "everything"}, "A sign-off is for rows by home or cromarty."),
        ({"authority": "nowhere"}, "no such authority"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(home_engine, changes, sentence):
    with pytest.raises(PaperRefused, match=sentence):
        record(home_engine, **changes)
    assert recorded(home_engine).empty


def test_another_authoritys_are_not_withdrawn(home_engine):
    first = record(home_engine)
    save_withdrawal(home_engine, ANNA, authority="elsewhere", sign_off_id=first, now=LATER)
    assert list(recorded(home_engine)["withdrawn_by"]) == [""]


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("carl", frozenset({"partnership"}), frozenset({"elsewhere"}), powers=frozenset({"paper"})),
        Viewer("dora", frozenset({"partnership"}), None, frozenset({"derby-city/Home 1"}), frozenset({"paper"})),
        Viewer("ed", frozenset({"partnership"})),
    ],
)
def test_who_may_not_write_the_paper_of_all_homes_records_and_withdraws_nothing(home_engine, viewer):
    first = record(home_engine)
    with pytest.raises(NotPermitted):
        record(home_engine, viewer, kind="cromarty")
    with pytest.raises(NotPermitted):
        save_withdrawal(home_engine, viewer, authority="derby-city", sign_off_id=first, now=LATER)
    assert list(recorded(home_engine)["withdrawn_by"]) == [""]
