"""The letter that is followed, and children counted apart."""

from app.findings.cromarty import cromarty


def bright(finding):
    return [trace.name for trace in finding.figure.data if trace.line.width > 3]


def test_the_child_picked_is_followed(ask, source):
    assert bright(cromarty(ask(), source, "B")) == ["Child B"]
    assert bright(cromarty(ask(), source)) == []


def test_a_letter_that_stands_for_nobody_here_greys_no_letter_of_those_who_met(ask, source):
    nobody, everybody = cromarty(ask(), source, "ZZ"), cromarty(ask(), source)
    assert nobody.figure == everybody.figure


def test_children_with_only_a_baseline_stand_apart_in_picture_words_and_table(ask, source):
    finding = cromarty(ask(current="2021-22", previous="2020-21"), source)
    apart = [trace.name for trace in finding.figure.data if trace.mode == "markers"]
    rows = dict(finding.tables[0].text.itertuples(index=False))
    assert len(apart) == int(rows["Only a baseline, counted apart"]) > 0
    assert any(f"{len(apart)} child" in sentence and "counted apart" in sentence for sentence in finding.sentences)


def test_that_homes_and_comparison_do_not_apply_is_said_once(ask, source):
    finding = cromarty(ask(lines=("home-1",)), source)
    told = [*finding.notes, *finding.sentences]
    assert len([text for text in told if "does not apply" in text]) == 1
    assert len([text for text in told if "recognise a child" in text]) == 1


def test_a_month_shows_the_children_of_its_whole_reporting_year_so_that_no_letter_has_a_date(ask, source):
    year = cromarty(ask(), source)
    for current in ("2022-06..2022-06", "2022-23-Q3"):
        finding = cromarty(ask(current=current, previous="2021-22-Q1"), source)
        assert finding.choices == year.choices
        assert finding.title == year.title
        assert "April 2022 to March 2023" in finding.scope
