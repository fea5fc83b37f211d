"""Tables as they are printed, and as they leave the page."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import release
from analysis.results import NAN, change_figure, count_figure, figure, result_frame, share_figure
from analysis.tables import FORMULA_STARTS, MARKING, NUMBER, Table, count_table, paired_table, parts_table

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}


def table_of(*rows, **choices):
    """Rows as (type, previous, current)."""
    keys = ("line", "line_order", "type", "sensitive")
    figures = []
    for name, previous, current in rows:
        of_type = dict(zip(keys, ("Home 1", 1, name, False), strict=True))
        figures += [count_figure(of_type, "previous", previous), count_figure(of_type, "current", current)]
        figures.append(change_figure(of_type, previous, current))
    released = release({"types": result_frame(keys, figures)}, "partnership")["types"]
    return paired_table(released, "Incidents by type", "type", "Incident type", **LABELS, **choices)


def test_counts_have_thousands_and_changes_one_decimal_as_papers_print_them():
    table = table_of(("Missing Person", 1306, 115), ("Hoax Call", 0, 1), ("Nuisance", 2, 2), ("Personal", 3, 0))
    assert table.text.to_numpy().tolist() == [
        ["Missing Person", "1,306", "115", "-91.2%"],
        ["Hoax Call", "0", "1", "n/a"],
        ["Nuisance", "2", "2", "0.0%"],
        ["Personal", "3", "0", "-100.0%"],
    ]


def test_small_types_of_a_home_stand_in_the_table_though_not_in_the_picture():
    assert "Hoax Call" in set(table_of(("Missing Person", 96, 8), ("Hoax Call", 0, 1)).text["Incident type"])


def test_a_period_not_supplied_says_so_in_every_cell_made_from_it():
    table = table_of(("Missing Person", float("nan"), 8))
    assert table.text.to_numpy().tolist() == [["Missing Person", "not supplied", "8", "not supplied"]]


@pytest.mark.parametrize(("total", "printed"), [(0, "0"), (float("nan"), "not supplied")])
def test_a_line_without_types_says_whether_none_were_recorded_or_none_supplied(total, printed):
    keys = dict(zip(("line", "line_order", "type", "sensitive"), ("Home 1", 1, "", False), strict=True))
    figures = [count_figure(keys, when, total, measure="total") for when in ("previous", "current")]
    released = release({"types": result_frame(tuple(keys), figures)}, "partnership")["types"]
    table = paired_table(released, "Crimes by type", "type", "Offence type", nothing="All types", **LABELS)
    assert table.text.to_dict("records") == [{"Offence type": "All types", "2021-22": printed, "2022-23": printed}]


def test_the_row_of_the_totals_stands_only_where_no_other_does():
    assert list(table_of(("Nuisance", 2, 2), nothing="All types").text["Incident type"]) == ["Nuisance"]


def test_a_download_holds_numbers_their_status_what_they_are_and_the_marking():
    data = table_of(("Missing Person", 96, 8), ("Hoax Call", float("nan"), 1)).csv({"scope": "All homes"})
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert (first["2021-22"], first["2022-23"], first["Change status"]) == ("96.0", "8.0", "shown")
    assert float(first["Change"]) == pytest.approx(-88 / 96)
    assert (second["2021-22"], second["2021-22 status"]) == ("", "not supplied")
    assert {first["marking"], second["marking"]} == {MARKING}
    assert first["scope"] == "All homes"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_label_that_a_spreadsheet_would_run_is_made_harmless(start):
    data = table_of((f"{start}SUM(A1)", 9, 8)).csv({}).decode("utf-8-sig")
    assert f"'{start}SUM(A1)" in data


@given(st.from_regex(r"[=+\-@\t\r\n\uff1d]?[^\x00]{0,12}", fullmatch=True))
def test_no_text_that_leaves_in_a_file_runs_in_a_spreadsheet(text):
    numbers = pd.DataFrame({"Place": [text], text or "Heading": [text]})
    data = Table("Places", numbers, numbers).csv({"scope": text}).decode("utf-8-sig")
    for cell in (cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row):
        assert not cell.startswith(FORMULA_STARTS) or NUMBER.fullmatch(cell)
        assert cell.removeprefix("'") in (text, f"'{text}".removeprefix("'"), "Place", "Heading", "scope", "marking",
                                          MARKING)  # fmt: skip


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))  # what a float can hold
def test_numbers_below_zero_stay_numbers(number):
    numbers = pd.DataFrame({"Change": [number], "Printed": [f"{number:,.1f}%"]})
    rows = list(csv.reader(io.StringIO(Table("Changes", numbers, numbers).csv({}).decode("utf-8-sig"), newline="")))
    assert float(rows[1][0]) == number
    assert rows[1][1] == f"{number:,.1f}%"


def test_two_places_of_one_name_are_told_apart_by_their_identity():
    keys = ("place", "order")
    figures = []
    for order, (previous, current) in enumerate([(900, 800), (9, 8)]):
        place = {"place": "Chell", "order": order}
        figures += [count_figure(place, "previous", previous), count_figure(place, "current", current)]
        figures.append(change_figure(place, previous, current))
    released = release({"places": result_frame(keys, figures)}, "partnership")["places"]
    table = paired_table(released, "Places", "place", "Place", identity="order", **LABELS)
    assert table.text["2021-22"].tolist() == ["900", "9"]


def parts_of(*rows):
    return release({"parts": result_frame(("part", "order"), rows)}, "partnership")["parts"]


def test_shares_of_parts_have_their_numbers_in_the_order_of_the_parts():
    released = parts_of(
        share_figure({"part": "July to September", "order": 1}, "current", "missing share", 5, 20),
        share_figure({"part": "April to June", "order": 0}, "current", "missing share", 306, 430),
        share_figure({"part": "October to December", "order": 2}, "current", "missing share", NAN, NAN),
    )
    table = parts_table(released, "Missing", "Quarter", {"current": "2022-23"})
    assert table.text.to_numpy().tolist() == [
        ["April to June", "306 of 430", "71.2%"],
        ["July to September", "5 of 20", "25.0%"],
        ["October to December", "not supplied", "not supplied"],
    ]
    assert table.text.columns.tolist() == ["Quarter", "2022-23: missing of all", "2022-23: share"]
    assert table.numbers["2022-23: denominator"].tolist()[:2] == [430, 20]


def test_rates_of_parts_stand_in_their_child_months():
    of_year = {"numerator": 430, "denominator": 167.7}
    released = parts_of(
        figure({"part": "2021-22", "order": 0}, "current", "rate", "per_100_child_months", 430 / 167.7, **of_year)
    )
    table = parts_table(released, "Rates", "Year", {"current": "Incidents"})
    assert table.text.to_numpy().tolist() == [["2021-22", "430\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}167.7", "256.4"]]


def test_a_narrowed_count_of_one_or_two_is_too_few_to_show_in_a_room_and_stands_at_a_desk():
    keys = {"part": "2021-22", "order": 0, "narrowed_to": "Robbery"}
    table = result_frame(tuple(keys), [count_figure(keys, "current", 1)])
    released = release({"years": table}, "partnership")["years"]
    desk, room = (
        count_table(released, "Robbery", "part", "Year", "Crimes", {"2021-22": "2021-22"}, for_a_room=room)
        for room in (False, True)
    )
    assert desk.text.to_numpy().tolist() == [["2021-22", "1"]]
    assert room.text.to_numpy().tolist() == [["2021-22", "too few to show"]]
    assert room.numbers["Crimes"].isna().all()


def test_a_table_takes_nothing_that_did_not_pass_the_gate():
    with pytest.raises(TypeError, match="Released"):
        paired_table(pd.DataFrame(), "Places", "place", "Place", **LABELS)
