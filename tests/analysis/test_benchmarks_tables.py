"""Published figures of children convicted or cautioned, as they are printed."""

from analysis.benchmarks import convicted_or_cautioned
from analysis.benchmarks_tables import interval_table, share_tables
from analysis.disclosure import release
from tests.analysis.published_series import NAN, PAPER, ROUNDED, counts, derby_counts, percent, published


def tables_of(*rows, name="Derby City"):
    released = release({"t": convicted_or_cautioned(published(*rows), name)}, "partnership")["t"]
    return {table.title: [[cell.replace("\u00a0", " ") for cell in row] for row in table.text.to_numpy().tolist()]
            for table in share_tables(released)}  # fmt: skip


def test_tables_print_counts_percentages_as_printed_and_papers_each_apart():
    other = "Another paper"
    assert tables_of(
        counts("Derby", 2024, 17, 302),
        counts("England", 2024, 930, 41530, ROUNDED),
        counts("England", 2025, 800, 40990, ROUNDED),
        percent("Derby", 2018, 7),
        percent("Derby", 2006, 6.7, PAPER),
        percent("Derby", 2007, 11, other),
    ) == {
        "Children convicted or cautioned: counts": [
            ["2024", "17 of 302", "5.6%", "930 of 41,530", "2.2%"],
            ["2025", "", "", "800 of 40,990", "2.0%"],
        ],
        "Children convicted or cautioned: whole percentages": [["2018", "7%"]],
        other: [["Derby", "2007", "11%"]],
        PAPER: [["Derby", "2006", "6.7%"]],
    }


def test_the_table_of_intervals_sets_them_beside_englands_share():
    released = release({"t": convicted_or_cautioned(derby_counts(), "Derby City")}, "partnership")["t"]
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in interval_table(released).text.to_numpy().tolist()]
    assert rows[0] == ["2021", "11 of 293", "2.1% to 6.6%", "2.4%"]
    assert [row[2] for row in rows[1:]] == ["2.3% to 6.9%", "2.2% to 6.6%", "3.5% to 8.8%", "2.7% to 7.8%"]


def test_what_a_source_withheld_is_not_published_and_never_0():
    assert tables_of(percent("Derby", 2016, NAN))["Children convicted or cautioned: whole percentages"] == [
        ["2016", "not published"]
    ]
    rows = (counts("Derby", 2024, 17, 302), counts("Derby", 2025, NAN, NAN))
    assert tables_of(*rows)["Children convicted or cautioned: counts"][1] == ["2025", "not published", "not published"]


def test_an_earlier_edition_is_printed_apart_and_no_year_stands_twice():
    rows = [
        counts("Derby", 2023, 12, 311, "DfE, edition 2024"),
        counts("Derby", 2024, 16, 300, "DfE, edition 2024"),
        counts("Derby", 2024, 17, 302, "DfE, edition 2025"),
        counts("Derby", 2025, 13, 279, "DfE, edition 2025"),
        percent("Derby", 2024, 5, "DfE, percentages 2024"),
        percent("Derby", 2024, 6, "DfE, percentages 2025"),
        percent("Derby", 2025, 5, "DfE, percentages 2025"),
    ]
    assert tables_of(*rows) == {
        "Children convicted or cautioned: counts": [["2024", "17 of 302", "5.6%"], ["2025", "13 of 279", "4.7%"]],
        "Children convicted or cautioned: whole percentages": [["2024", "6%"], ["2025", "5%"]],
        "Earlier edition: DfE, edition 2024": [["Derby", "2023", "12 of 311"], ["Derby", "2024", "16 of 300"]],
        "Earlier edition: DfE, percentages 2024": [["Derby", "2024", "5%"]],
    }
    released = release({"t": convicted_or_cautioned(published(*rows), "Derby City")}, "partnership")["t"]
    assert list(interval_table(released).text["Year to March"]) == ["2024", "2025"]
