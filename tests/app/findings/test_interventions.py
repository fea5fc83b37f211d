"""Contacts on the sample: they add up to the published ones, and say how few children are behind them."""

import pytest

from app.findings.interventions import contacts_by_deliverer, contacts_by_month

BOTH = [contacts_by_deliverer, contacts_by_month]


def plain(table):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in table.text.to_numpy().tolist()]


def test_deliverers_stand_by_count_and_add_up_to_the_published_contacts(ask, source):
    finding = contacts_by_deliverer(ask(), source)
    assert finding.title == "Youth Justice Service delivered 58 of 96 contacts"
    assert plain(finding.tables[0]) == [
        ["Youth Justice Service", "20 (54.1%)", "58 (60.4%)"],
        ["Speech and language therapist", "8 (21.6%)", "19 (19.8%)"],
        ["Substance use worker", "3 (8.1%)", "10 (10.4%)"],
        ["Youth Well-Being Worker", "6 (16.2%)", "9 (9.4%)"],
        ["All contacts", "37", "96"],
    ]


def test_months_add_up_to_the_published_contacts(ask, source):
    table = contacts_by_month(ask(), source).tables[0]
    assert [table.numbers[year].sum() for year in ("2021-22", "2022-23")] == [37, 96]
    assert table.text.iloc[0].tolist() == ["April", "0", "2"]


@pytest.mark.parametrize("build", BOTH)
def test_how_few_children_are_behind_the_contacts_stands_where_a_room_reads_it(build, ask, source):
    assert build(ask(), source).sentences[1] == (
        "4 children involved in 2022-23, 3 in 2021-22: too few children to read as a trend."
    )


@pytest.mark.parametrize("build", BOTH)
def test_contacts_without_a_home_say_that_the_choice_of_homes_does_not_apply(build, ask, source):
    assert any("does not apply" in note for note in build(ask(lines=("home-1",)), source).notes)
    assert not any("does not apply" in note for note in build(ask(), source).notes)
    assert any("neither good nor bad" in note for note in build(ask(), source).notes)


def test_a_period_covered_in_part_shows_its_months_and_does_not_add_them_up(ask, source):
    question = ask(current="2022-07..2023-06", previous="2021-07..2022-06")
    by_month = contacts_by_month(question, source)
    assert list(by_month.tables[0].text.iloc[-4:, 2]) == ["12", *["not supplied"] * 3]
    assert "3 of 12 months of July 2022 to June 2023 were not supplied." in by_month.sentences
    assert "not supplied" in contacts_by_deliverer(question, source).title
