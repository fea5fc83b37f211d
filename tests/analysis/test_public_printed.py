"""The public's tables as a document prints them."""

from analysis.public_others import PublicRow, PublicTable
from analysis.public_printed import in_spoken_types, public_table, rows_of_homes

YEARS = ("2021-22", "2022-23")


def test_rows_stand_with_the_earlier_year_first_and_thousands_parted():
    table = public_table([PublicRow("Both areas together", 4783, 4582)], "Crimes", "Place", YEARS)
    assert table.text.to_dict("records") == [{"Place": "Both areas together", "2021-22": "4,783", "2022-23": "4,582"}]
    assert table.numbers["2022-23"].tolist() == [4582]
    assert set(table.numbers["2022-23 status"]) == {"shown"}


def test_a_published_rate_stands_as_it_was_printed():
    table = public_table([PublicRow("Derby", "4%", "not supplied")], "Rate", "Area", YEARS)
    assert table.text.iloc[0].tolist() == ["Derby", "4%", "not supplied"]


def test_the_rows_of_homes_are_those_above_all_homes():
    rows = tuple(PublicRow(label, 9, 9) for label in ("Home 2", "Homes 1 and 3 together", "All homes", "North"))
    assert rows_of_homes(PublicTable(rows)) == rows[:2]
    assert rows_of_homes(PublicTable(rows[2:])) == ()
    assert rows_of_homes(PublicTable(sentence="Details withheld.")) == ()


def test_types_are_said_without_capitals_throughout_also_those_within_another():
    table = PublicTable(
        (PublicRow("BURGLARY - BUSINESS and BURGLARY", 9, 9), PublicRow("Violence *C*", 8, 8)),
        withheld=("BURGLARY - BUSINESS and BURGLARY: 2 types together.",),
    )
    spoken = in_spoken_types(table, ["BURGLARY", "BURGLARY - BUSINESS", "Violence *C*", "Violence"])
    assert [row.label for row in spoken.rows] == ["Burglary - business and burglary", "Violence (crime-related)"]
    assert spoken.withheld == ("Burglary - business and burglary: 2 types together.",)
    assert in_spoken_types(table, []) == table
