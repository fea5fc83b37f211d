from analysis.published import published_counts
from analysis.results import ALL_HOMES


def told(table):
    return [
        (row.line, row.label, row.period, row.measure, row.value if row.status == "shown" else row.status)
        for row in table.itertuples()
    ]


def test_homes_stand_in_their_order_and_all_homes_last_under_their_name():
    table = published_counts(
        ["Home 2", "Home 1"],
        {"previous": {"Home 1": 4, "Home 2": 6, ALL_HOMES: 10}, "current": {"Home 1": 2, "Home 2": 6, ALL_HOMES: 8}},
        "Chosen homes",
    )
    assert list(dict.fromkeys(table["label"])) == ["Home 2", "Home 1", "Chosen homes"]
    assert told(table)[-3:] == [
        (ALL_HOMES, "Chosen homes", "previous", "count", 10),
        (ALL_HOMES, "Chosen homes", "current", "count", 8),
        (ALL_HOMES, "Chosen homes", "both", "change", -0.2),
    ]


def test_what_was_not_published_is_not_supplied_and_never_zero():
    table = published_counts(["Home 1"], {"previous": {}, "current": {"Home 1": 0}})
    assert [cell for *_, cell in told(table)] == ["not supplied", 0, "not supplied", *["not supplied"] * 3]
