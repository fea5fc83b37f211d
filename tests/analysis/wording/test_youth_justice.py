import itertools
import re
from typing import Any

import pandas as pd

from analysis.wording import FORBIDDEN, youth_justice_sentences, youth_justice_tile, youth_justice_title
from analysis.youth_justice import youth_justice_table

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}


def test_no_small_count_is_a_trend_or_a_percentage(tables: Any) -> None:
    for before, now in itertools.product(range(13), range(13)):
        released = tables.youth_justice_of(
            dict.fromkeys(("children", "offences", "court_appearances", "contacts", "breaches"), (before, now))
        )
        title, sentences = youth_justice_title(released), youth_justice_sentences(released, **LABELS)
        said = " ".join([title, *youth_justice_tile(released), *sentences])
        assert len(title.split()) <= 10
        assert not FORBIDDEN_WORDS.search(said)
        assert "%" not in said
        if before == now == 0:
            assert sentences[0] == "No children involved and no offences in either period."
        else:
            assert sentences[0].endswith("too few children to read as a trend.")
            assert f"{now} offence" in sentences[0]
        assert ("More contacts" in said) == (now > before)
        assert ("Fewer contacts" in said) == (now < before)


def test_the_published_year(tables: Any) -> None:
    released = tables.derby_youth_justice()
    assert youth_justice_title(released) == "YJS: 7 offences, 4 children; too few for a trend"
    assert youth_justice_tile(released) == ("3 to 4", "too few children to read as a trend")
    assert youth_justice_sentences(released, **LABELS) == [
        "7 offences among 4 children involved; 1 among 3 in 2021-22: too few children to read as a trend.",
        "2 children on substantive court orders; 2 in 2021-22.",
        "23 court appearances; 4 in 2021-22.",
        "More contacts: 37 to 96.",
        "More completed assessments: 4 to 13.",
        "No breaches in either period.",
    ]


def test_children_in_court_are_said_where_they_were_supplied(tables: Any) -> None:
    released = tables.youth_justice_of({"children": (3, 4), "court_appearances": (4, 23), "court_children": (2, 4)})
    assert "23 court appearances by 4 children; 4 by 2 in 2021-22." in youth_justice_sentences(released, **LABELS)


def test_twenty_children_are_counted_without_the_warning(tables: Any) -> None:
    released = tables.youth_justice_of({"children": (28, 32), "offences": (30, 45)})
    assert youth_justice_title(released) == "YJS: 45 offences among 32 children; 30 among 28 before"
    assert youth_justice_sentences(released, **LABELS)[0] == (
        "45 offences among 32 children involved; 30 among 28 in 2021-22."
    )


def test_a_period_not_supplied_is_said(tables: Any) -> None:
    events = pd.DataFrame({"period": ["current"], "measure": ["children"], "count": [4]})
    released = tables.give(youth_justice_table(events, {"previous": False, "current": True}))
    assert youth_justice_title(released, **LABELS) == "Youth Justice Service: 2021-22 not supplied"
    assert youth_justice_tile(released, **LABELS) == ("4", "nothing to compare with: 2021-22 not supplied")
    assert youth_justice_sentences(released, **LABELS) == [
        "Youth Justice Service: 2021-22 not supplied, so nothing is compared."
    ]


def test_orders_that_cannot_be_counted_are_left_out(tables: Any) -> None:
    events = pd.DataFrame({"period": ["current"] * 2, "measure": ["children", "offences"], "count": [4, 7]})
    covered, orders = {"previous": True, "current": True}, [("current", "substantive_orders")]
    released = tables.give(youth_justice_table(events, covered, not_countable=orders))
    said = youth_justice_sentences(released, **LABELS)
    assert said[0].startswith("7 offences among 4 children involved; 0 among 0 in 2021-22")
    assert not any("orders" in sentence for sentence in said)
