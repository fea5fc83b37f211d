"""Contacts by who delivered them and by month, as they are printed."""

from datetime import date

import pandas as pd

from analysis.disclosure import release
from analysis.interventions import contacts_by_deliverer, contacts_by_month
from analysis.interventions_tables import deliverer_table, month_table
from analysis.periods import parse_period

BOTH = {"previous": True, "current": True}
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
SUMMER, SUMMER_BEFORE = parse_period("2022-23-Q2"), parse_period("2021-22-Q2")
SPRING = parse_period("2022-23-Q1")


def contacts(*rows):
    return pd.DataFrame(rows, columns=["period", "delivered_by", "count"])


def in_months(**counts):
    """Counts by month: in_months(m2022_07=3)."""
    rows = [(date(int(name[1:5]), int(name[6:]), 1), count) for name, count in counts.items()]
    return pd.DataFrame(rows, columns=["month", "count"])


def covering(*periods):
    return pd.DataFrame({"month": [month for period in periods for month in period.months]})


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def test_the_table_of_deliverers_prints_counts_with_shares_and_all_contacts_last():
    frame = contacts_by_deliverer(contacts(("previous", "yjs", 1), ("current", "yjs", 3), ("current", "", 1)), BOTH)
    table = deliverer_table(released(frame), "Contacts", **LABELS)
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in table.text.to_numpy().tolist()] == [
        ["Yjs", "1 (100.0%)", "3 (75.0%)"],
        ["Not recorded", "0 (0.0%)", "1 (25.0%)"],
        ["All contacts", "1", "4"],
    ]
    assert list(table.numbers["2022-23"]) == [3, 1, 4]
    assert list(table.numbers["2022-23 share"])[:2] == [0.75, 0.25]


def test_the_table_of_deliverers_has_no_share_of_no_contacts_and_says_what_was_not_supplied():
    frame = contacts_by_deliverer(contacts(("current", "YJS", 3)), {"current": True})
    table = deliverer_table(released(frame), "Contacts", **LABELS)
    assert list(table.text["2021-22"]) == ["not supplied", "not supplied"]
    nothing = contacts_by_deliverer(contacts(("previous", "YJS", 0), ("current", "YJS", 3)), BOTH)
    assert list(deliverer_table(released(nothing), "Contacts", **LABELS).text["2021-22"]) == ["0", "0"]


def test_months_of_the_same_name_stand_beside_each_other():
    frame = contacts_by_month(in_months(m2021_07=4, m2022_07=5), covering(SUMMER), SUMMER_BEFORE, SUMMER)
    assert month_table(released(frame), "Contacts", **LABELS).text.to_numpy().tolist() == [
        ["July", "not supplied", "5"],
        ["August", "not supplied", "0"],
        ["September", "not supplied", "0"],
    ]


def test_other_months_stand_one_below_the_other_with_their_year():
    frame = contacts_by_month(in_months(m2022_06=2), covering(SPRING), SPRING, SUMMER)
    table = month_table(released(frame), "Contacts", **LABELS)
    assert table.text.to_numpy().tolist()[2:4] == [["June 2022", "2"], ["July 2022", "not supplied"]]
    assert len(table.text) == 6
