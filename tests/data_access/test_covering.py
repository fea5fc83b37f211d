"""A file covers the months that it holds wholly, but for those of which no row is right; the report says why."""

from datetime import date

import pytest

from data_access.batches import LoadRefused
from data_access.imports.saving import months_between
from data_access.models import Coverage, Incident, NeighbourhoodCount, YouthJusticeEvent

APRIL, MAY, JUNE = date(2022, 4, 1), date(2022, 5, 1), date(2022, 6, 1)
SPRING = (APRIL, MAY, JUNE)
EARLY, LATE = date(2022, 7, 1), date(2022, 8, 1)
NOWHERE = {"home": "Nowhere"}


def told(report):
    return [warning.sentence() for warning in report.warnings]


def of_day(written, **changed):
    return {"reported_at": written, "occurred_at": "", "reference": f"R {written}", **changed}


def covered(engine, values_in):
    """Month and home's number of what is covered."""
    return sorted(values_in(engine, Coverage, "month", "home_id"))


@pytest.mark.parametrize(
    ("rows", "expected", "said"),
    [
        ([of_day("01/04/2022", **NOWHERE), of_day("01/05/2022", **NOWHERE)], "", "The file covers nothing, since no"),
        (
            [of_day("01/04/2022"), of_day("01/05/2022", **NOWHERE)],
            "A1 A2 J1 J2",
            "Not counted as covered, since every row that may be of them was rejected: May 2022.",
        ),
        (
            [of_day("01/04/2022"), of_day("yesterday")],
            "A1 A2",
            "Not counted as covered, since every row that may be of them was rejected: May 2022, June 2022.",
        ),
        (
            [of_day("01/04/2022"), of_day("02/04/2022", home="Home 2", incident_type="?"), of_day("01/05/2022")],
            "A1 M1 M2 J1 J2",
            "Not counted as covered, since every row that may be of them was rejected: April 2022 of Home 2.",
        ),
        ([of_day("01/04/2022"), of_day("02/04/2022", **NOWHERE)], "A1 A2 M1 M2 J1 J2", ""),
    ],
)
def test_a_month_of_which_every_row_was_rejected_is_not_covered(
    home_engine, load_rows, values_in, rows, expected, said
):
    report = load_rows(home_engine, "incidents", *rows, months=SPRING)
    letters = {"A": APRIL, "M": MAY, "J": JUNE}
    assert covered(home_engine, values_in) == sorted((letters[word[0]], int(word[1])) for word in expected.split())
    assert [sentence.startswith(said) for sentence in told(report)] == ([True] if said else [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"months": months_between(APRIL, date(2030, 4, 1))}, "drawn on 01/07/2022, so it cannot cover August 2022"),
        ({"months": (date(2022, 7, 1),)}, "no month wholly: July 2022 only to 01/07/2022, the day on which it was"),
        ({"months": (APRIL,), "days": (date(2022, 4, 10), date(2022, 4, 20))}, "only from 10/04/2022 to 20/04/2022"),
        ({"months": (APRIL,), "kind": "youth_justice", "places": ("Home 1",)}, "is not loaded for single homes"),
    ],
)
def test_a_file_that_cannot_be_about_what_is_said_of_it_is_refused(home_engine, load_rows, rows_in, given, said):
    with pytest.raises(LoadRefused, match=said):
        load_rows(home_engine, **{"kind": "incidents", "extract_date": EARLY, **given})
    assert rows_in(home_engine, Coverage) == 0


@pytest.mark.parametrize(
    ("kind", "model"),
    [("incidents", Incident), ("youth_justice", YouthJusticeEvent), ("neighbourhood_extract", NeighbourhoodCount)],
)
def test_months_that_a_file_holds_in_part_are_neither_replaced_nor_covered(
    home_engine, load_rows, values_in, kind, model
):
    def rows(*days):
        if kind == "youth_justice":
            return [{"event_date": day} for day in days]
        return [
            {"reported_at": day, "reference": day} | ({"occurred_at": ""} if kind == "incidents" else {})
            for day in days
        ]

    load_rows(home_engine, kind, *rows("01/05/2022", "09/05/2022"), months=(MAY,), extract_date=EARLY)
    before = values_in(home_engine, model, "id", "month", "batch_id")
    report = load_rows(
        home_engine,
        kind,
        *rows("09/05/2022", "10/06/2022", "02/07/2022"),
        months=months_between(MAY, date(2022, 7, 1)),
        extract_date=date(2022, 7, 20),
        days=(date(2022, 5, 8), date(2022, 7, 31)),
    )
    assert values_in(home_engine, model, "id", "month", "batch_id")[: len(before)] == before
    assert [problem.sentence().split(": ", 1)[1] for problem in report.problems] == [
        f"the file holds {part}. Load the whole month: the next extract that holds all of it brings this row."
        for part in ("May 2022 only from 08/05/2022", "July 2022 only to 20/07/2022, the day on which it was drawn")
    ]
    drawn = set(values_in(home_engine, Coverage, "month", "extract_date"))
    assert drawn == {(MAY, EARLY), (JUNE, date(2022, 7, 20))}


def test_rows_of_homes_that_a_file_is_not_about_are_rejected(home_engine, load_rows, values_in):
    rows = [of_day("01/04/2022"), of_day("02/04/2022", home="Home 2")]
    report = load_rows(home_engine, "incidents", *rows, months=(APRIL,), places=("Home 1",))
    assert [(problem.row, problem.wrong) for problem in report.problems] == [(3, "the file is not about this home")]
    assert values_in(home_engine, Incident, "home_id") == [(1,)]
    assert covered(home_engine, values_in) == [(APRIL, 1)]


@pytest.mark.parametrize(
    ("order", "row", "withdrawn", "said"),
    [
        ("reference,reported_at,home,incident_type", "R1,01/04/2022,Home 1,Missing Person,oops", 1, []),
        (
            "reported_at,reference,home,incident_type",
            "01/04/2022,R1,Home 1,Missing Person,oops",
            0,
            ["the reference of 1 rejected row cannot be read"],
        ),
    ],
)
def test_a_row_with_too_many_cells_does_not_withdraw_its_record(
    home_engine, load_rows, values_in, order, row, withdrawn, said
):
    rows = [of_day("01/04/2022", reference=name) for name in ("R1", "R2", "R3")]
    load_rows(home_engine, "incidents", *rows, months=(APRIL,), extract_date=EARLY)
    good = row.replace("R1", "R2").removesuffix(",oops")
    complete = {"extract_date": LATE, "complete": (APRIL, date(2022, 4, 30)), "months": (APRIL,)}
    report = load_rows(home_engine, "incidents", data=f"{order}\n{row}\n{good}\n".encode(), **complete)
    assert report.withdrawn == withdrawn
    assert [warning.wrong.rpartition(": ")[2] for warning in report.warnings] == said
    stored = dict(values_in(home_engine, Incident, "reference", "month"))
    assert (stored["R1"], stored["R3"]) == (APRIL, None if withdrawn else APRIL)


def test_a_complete_file_of_scores_with_a_rejected_row_says_that_it_withdraws_nothing(home_engine, load_rows):
    load_rows(home_engine, "cromarty", {}, {"child_reference": "EC-2"}, extract_date=EARLY)
    wrong = {"child_reference": "EC-3", "meeting": "x"}
    complete = {"extract_date": LATE, "complete": (APRIL, date(2022, 4, 30))}
    report = load_rows(home_engine, "cromarty", {}, wrong, **complete)
    assert report.withdrawn == 0
    assert told(report) == [
        "Nothing was withdrawn, although the file was declared complete: what 1 rejected row held may be any score. "
        "Correct what was rejected and load the file again."
    ]
