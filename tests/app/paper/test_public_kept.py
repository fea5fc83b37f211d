"""Public papers kept one after the other: what the earlier ones printed binds the later ones."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from sqlalchemy import text

from analysis.attack import Told, few_values, told_from
from analysis.document import Bullets, Heading, Note, Paragraph
from analysis.periods import parse_period
from analysis.wording.public_paper import ROWS_NOT_ALLOWED, TEXTS_SEARCHED
from app.paper.gather import Text, sections_on
from app.paper.kept import revised_since
from app.paper.others import cromarty_scores
from app.paper.public import GENERATED, Terms, loaded_since, public_answer, sections_of, terms_of
from app.paper.public_kept import keep_public, to_look_through
from app.paper.public_pieces import public_pieces
from app.paper.sections import BY_KEY, SWITCHED_ON
from data_access.coverage import fetch_state
from data_access.database import make_engine, run_fetch
from data_access.papers import PaperRefused, fetch_snapshot_file
from data_access.public_sign_offs import fetch_public_sign_offs, save_withdrawal
from data_access.viewer import NotPermitted, Viewer
from tests.app.paper.public_opened import AUTHORITY, NOW, WRITER, keep_printed, sign, snapshots_of


@pytest.fixture
def engine(sample_url):
    """A sample of the test's own."""
    opened = make_engine(sample_url)
    yield opened
    opened.dispose()


@pytest.fixture
def asking(engine, ask):
    """A question and the source that answers it from this test's database."""
    return ask(), lambda fetch, *args, **kwargs: run_fetch(engine, fetch, WRITER, *args, **kwargs)


@pytest.fixture
def terms(engine, asking):
    """The terms as they stand in the database now: terms(leave_out_printed=True)."""

    def now(*, leave_out_printed=True):
        sign_offs = run_fetch(engine, fetch_public_sign_offs, WRITER, authority=AUTHORITY, period="2022-23")
        return terms_of(asking[0], SWITCHED_ON, sign_offs, snapshots_of(engine), leave_out_printed=leave_out_printed)

    return now


@pytest.fixture
def keep(engine, asking, terms):
    """Makes the tables as they would be now and keeps a paper with them; answers the tables."""
    full = {"cromarty": cromarty_scores(*asking)}  # one section of the appendix is enough here

    def kept(as_of=None):
        under = as_of or terms()
        answer = public_answer(*asking, under)
        files, told = (b"paper", b"appendix"), {"now": NOW, "template": "", "version": version_of(engine)}
        keep_public(engine, WRITER, *asking, answer, under, full, files, **told)
        return answer

    return kept


def version_of(engine):
    return run_fetch(engine, fetch_state).version


def rows(answer, name):
    return [(row.label, row.previous, row.current) for row in answer.tables[name].rows]


def move_a_crime(engine, of_line, to_line):
    """The police correct where the first crime of 2022-23 at one line happened."""
    home = "(SELECT home.id FROM home JOIN reporting_line ON reporting_line.id = reporting_line_id WHERE {} LIMIT 1)"
    found = f"home_id = {home.format('reporting_line.name = :of')} AND month >= '2022-04-01'"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"UPDATE crime SET home_id = {home.format('reporting_line.name = :to')} "
                f"WHERE id = (SELECT min(id) FROM crime WHERE {found})"
            ),
            {"of": of_line, "to": to_line},
        )


def test_paper_and_appendix_are_kept_together_with_what_they_were_made_from(engine, keep):
    sign(engine)
    answer = keep()
    public, appendix = snapshots_of(engine).to_dict("records")
    assert [public["audience"], appendix["audience"]] == ["public", "exempt appendix"]
    told = json.loads(public["settings"])
    assert told["pattern"] == answer.pattern
    assert (told["sign_off"], told["left_out"]) == ("Director of Children's Services, 02/10/2023", ["2023-10-31"])
    assert told["exemption"] == "Corporate Parenting Committee, 02/10/2023"
    assert json.loads(public["coverage"])["crimes"] == "2023-03-31"
    assert (public["made_by"], public["made_at"]) == ("writer", NOW)
    asked = {"authority": AUTHORITY, "snapshot_id": int(public["id"])}
    assert run_fetch(engine, fetch_snapshot_file, WRITER, **asked) == b"paper"
    assert appendix["title"] == "Exempt appendix - not for publication"


def test_a_third_paper_is_tried_against_the_two_before_it(engine, keep, terms):
    first = keep()  # nobody has signed: totals only
    sign(engine)
    move_a_crime(engine, "Home 2", "Home 1")
    second = keep()
    assert rows(second, "crimes by home")[:2] == [("Homes 1 and 3/4 together", 22, 9), ("Home 2", 32, 9)]
    move_a_crime(engine, "Home 1", "Home 2")
    assert len(terms().earlier) == 2
    third = keep()
    assert rows(third, "crimes by home") == rows(second, "crimes by home")
    said = "Crimes in 2022-23: as first printed; the numbers were revised since."
    assert [said in answer.notes for answer in (first, second, third)] == [False, False, True]
    everything = [told_from(each) for answer in (first, second, third) for each in answer.pattern["printed"]]
    for measure in ("crimes", "incidents"):
        for year in ("2021-22", "2022-23"):
            told = [each for each in everything if (each.measure, each.year) == (measure, year)]
            types = {name for each in told for name in each.types or ()}
            found = few_values(told, ["Home 1", "Home 2", "Home 3/4"], sorted(types))
            assert [each for each in found if not (each.found and (each.least == 0 or each.least >= 6))] == []


@pytest.mark.parametrize(
    ("papers", "printed"),
    [
        ([], [("Homes 1 and 3/4 together", 22, 8), ("Home 2", 32, 10)]),
        ([("Home 2", 10)], [("Homes 1 and 3/4 together", 22, 8), ("Home 2", 32, 10)]),
        ([("Home 2", 10), ("Home 1", 5)], []),
    ],
)
def test_what_two_earlier_papers_tell_together_sends_the_next_one_down(engine, asking, terms, papers, printed):
    """The first of them alone changes nothing; with the second, Home 3/4 would be found."""
    sign(engine)
    for home, count in papers:
        told = Told("crimes", "2022-23", (home,), None, count).plain
        keep_printed(engine, json.dumps({"pattern": {"years": ["2022-23"], "printed": [told]}}))
    answer = public_answer(*asking, terms())
    assert [row for row in rows(answer, "crimes by home") if row[0].startswith("Home")] == printed
    stepped = [words for words in answer.tables["crimes by home"].withheld if "One step further down" in words]
    assert bool(stepped) == (not printed)


def test_earlier_papers_stand_oldest_first_and_a_published_one_by_its_day(engine, keep, terms):
    keep()
    keep()
    under = terms(leave_out_printed=False)
    assert under.kept == (2, 4) and under.left_out == ()
    assert [len(json.loads(pattern).get("measures", ())) for pattern in under.earlier] == [2, 2, 0]
    assert json.loads(under.earlier[2])["printed"][0]["count"] == 18  # Home 1, 2021-22, in the paper of 31/10/2023
    assert len(terms().earlier) == 2 and terms().left_out != ()


def test_a_paper_on_another_council_knows_nothing_of_derbys(asking):
    question = replace(asking[0], selection=replace(asking[0].selection, authority="elsewhere"))
    sign_offs = pd.DataFrame(columns=["kind", "signed_by", "signed_on", "withdrawn_at"])
    snapshots = pd.DataFrame(columns=["id", "audience", "settings", "made_at"])
    for leave_out in (False, True):
        found = terms_of(question, SWITCHED_ON, sign_offs, snapshots, leave_out_printed=leave_out)
        assert (found.earlier, found.left_out, found.sign_off) == ((), (), "")


def test_tables_alone_leave_no_pattern(engine, asking, terms):
    answer = public_answer(*asking, terms())
    public_pieces(*asking, answer, {}, terms())
    assert snapshots_of(engine).empty and terms().earlier == ()


def test_of_two_people_at_once_the_second_is_told_and_nothing_of_theirs_is_kept(engine, keep, terms):
    read_before = terms()
    keep()
    with pytest.raises(PaperRefused, match="Another public paper was kept meanwhile"):
        keep(read_before)
    assert list(snapshots_of(engine)["audience"]) == ["public", "exempt appendix"]
    assert terms().kept == tuple(snapshots_of(engine)["id"][:1])


def test_a_sign_off_withdrawn_while_the_paper_is_made_keeps_nothing(engine, keep, terms):
    sign(engine)
    read_before = terms()
    assert read_before.signed == (1, 2)
    save_withdrawal(engine, WRITER, authority=AUTHORITY, sign_off_id=1, now=NOW)
    with pytest.raises(PaperRefused, match="A sign-off was withdrawn while the paper was made"):
        keep(read_before)
    assert snapshots_of(engine).empty


def test_data_loaded_while_the_paper_is_made_keep_nothing_and_are_told_beside_a_sign_off(engine, asking, terms):
    sign(engine)
    under, version = terms(), version_of(engine)
    answer = public_answer(*asking, under)
    recorded = run_fetch(engine, fetch_public_sign_offs, WRITER, authority=AUTHORITY, period="2022-23")
    assert loaded_since(recorded, version) == []
    with engine.begin() as connection:
        connection.execute(text("UPDATE data_version SET version = version + 1"))
    with pytest.raises(PaperRefused, match="Data were loaded while the paper was made; make it again"):
        told = {"now": NOW, "template": "", "version": version}
        keep_public(engine, WRITER, *asking, answer, under, {}, (b"paper", b"appendix"), **told)
    assert snapshots_of(engine).empty
    assert loaded_since(recorded, version_of(engine)) == ["rows by home", "cromarty"]


def test_that_rows_need_a_sign_off_is_said_where_none_stands_and_not_where_one_does(engine, asking, terms):
    def bullets():
        under = terms()
        pieces = public_pieces(*asking, public_answer(*asking, under), {}, under)
        return [line for piece in pieces if isinstance(piece, Bullets) for line in piece.texts]

    assert ROWS_NOT_ALLOWED in bullets()
    sign(engine)
    # Rows that an earlier paper gave away: signed, and still withheld.
    told = [Told("crimes", "2022-23", (home,), None, count).plain for home, count in (("Home 2", 10), ("Home 1", 5))]
    keep_printed(engine, json.dumps({"pattern": {"years": ["2022-23"], "printed": told}}))
    assert ROWS_NOT_ALLOWED not in bullets()


def test_the_pattern_of_one_table_alone_holds_no_number_of_the_other(asking, terms):
    answer = public_answer(*asking, replace(terms(), on=("offences",)))
    assert [each for each in answer.pattern["printed"] if each["homes"] is not None] == []
    assert set(answer.tables) == {"crimes by type", "rate"}


def test_published_totals_in_the_place_of_records_are_told(engine, asking, terms):
    with engine.begin() as connection:
        for gone in ("month < '2022-04-01' AND source IN ('crimes', 'youth_justice')", "source = 'cromarty'"):
            connection.execute(text(f"DELETE FROM coverage WHERE {gone}"))
    pieces = public_pieces(*asking, public_answer(*asking, terms()), {}, terms())
    notes = [piece.text for piece in pieces if isinstance(piece, Note)]
    told = [note for note in notes if "only yearly totals supplied." in note]
    assert len(told) >= 3, notes


def test_a_row_of_the_youth_justice_service_about_few_children_is_withheld(engine, asking, terms):
    """Nine children in both years; in court, many times, the same one."""
    event = (
        "INSERT INTO youth_justice_event "
        "(authority_id, child_id, event, event_date, month, detail, delivered_by, batch_id, source) "
        "SELECT authority_id, {child}, :event, :day, :month, detail, delivered_by, batch_id, source "
        "FROM (SELECT * FROM youth_justice_event LIMIT 1) AS one {more}"
    )
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM youth_justice_event WHERE event = 'court_appearance'"))
        for month in ("2021-05-01", "2022-05-01"):
            nine = ", (SELECT id FROM child ORDER BY id LIMIT 9) AS nine"
            told = {"event": "assessment", "day": month, "month": month}
            connection.execute(text(event.format(child="nine.id", more=nine)), told)
            for day in range(10, 18):
                told = {"event": "court_appearance", "day": f"{month[:8]}{day}", "month": month}
                connection.execute(text(event.format(child="one.child_id", more="")), told)
    table = public_answer(*asking, terms()).tables["youth justice"]
    shown = {row.label: (row.previous, row.current) for row in table.rows}
    assert shown["young people involved with YJS"] >= (9, 9) and "assessments completed" in shown
    assert "court appearances" not in shown
    assert any(words.startswith("court appearances: withheld") for words in table.withheld)


def test_a_withdrawn_sign_off_leaves_totals_only(engine, asking, terms):
    sign(engine)
    assert len(rows(public_answer(*asking, terms()), "incidents by home")) == 5
    save_withdrawal(engine, WRITER, authority=AUTHORITY, sign_off_id=1, now=NOW)
    assert terms().sign_off == "" and terms().exemption != ""
    assert len(rows(public_answer(*asking, terms()), "incidents by home")) == 2


def test_who_is_limited_to_some_homes_keeps_no_public_paper(engine, asking, terms):
    limited = Viewer("x", frozenset({"partnership"}), None, frozenset({"derby-city/Home 1"}), frozenset({"paper"}))
    under = terms()
    answer = public_answer(*asking, under)
    with pytest.raises(NotPermitted):
        files, told = (b"paper", b"appendix"), {"now": NOW, "template": "", "version": version_of(engine)}
        keep_public(engine, limited, *asking, answer, under, {}, files, **told)
    assert snapshots_of(engine).empty


def test_a_public_paper_is_no_earlier_paper_of_the_partnerships_figures(engine, keep):
    keep()
    kept = snapshots_of(engine)
    assert revised_since(kept[kept["audience"].eq("public")], []) is None
    assert revised_since(kept, []) == ()


def test_only_what_stands_in_the_paper_is_asked_for_and_bound(asking, terms):
    under = replace(
        terms(), on=tuple(key for key in terms().on if key not in ("crimes", "offences", "yjs", "cromarty"))
    )
    answer = public_answer(*asking, under)
    assert set(answer.pattern["measures"]) == {"incidents"}
    assert set(answer.tables) == {"incidents by home", "incidents by type", "rate"}
    headings = [piece.text for piece in public_pieces(*asking, answer, {}, under) if isinstance(piece, Heading)]
    assert "Youth Justice Service" not in headings and "Children convicted or cautioned" in headings


def test_sections_switched_off_are_not_in_it_and_the_rule_always_is(asking):
    switched = pd.DataFrame({"section": ["background", "vision"], "is_on": [False, False]})
    under = Terms(on=())
    sign_offs = pd.DataFrame(columns=["kind", "signed_by", "signed_on", "withdrawn_at"])
    snapshots = pd.DataFrame(columns=["id", "audience", "settings", "made_at"])
    under = terms_of(asking[0], sections_on(switched), sign_offs, snapshots)
    assert "vision" not in under.on and {"background", "rate"} <= set(under.on)


def test_of_what_is_generated_only_what_the_rule_was_made_for_is_public(asking, terms):
    under = replace(terms(), on=tuple(section.key for section in sections_of(BY_KEY)))
    generated = {key for key in under.on if not BY_KEY[key].is_written}
    assert generated == set(GENERATED) and "months" in BY_KEY and "progress" in BY_KEY
    pieces = public_pieces(*asking, public_answer(*asking, under), {}, under)
    headings = [piece.text for piece in pieces if isinstance(piece, Heading)]
    assert "Crimes at the homes and in their neighbourhoods" in headings and "Incidents by month" not in headings


def test_texts_stand_as_they_were_written_and_those_with_numbers_are_to_be_looked_through(asking, terms):
    texts = {
        "purpose": Text("To say what changed.", True, "2022-23"),
        "vision": Text("There were 3 crimes at Home 3/4.", True, "2022-23"),
        "challenges": Text("Seven children moved.", True, "2022-23"),
        "next-steps": Text("As before.", False, "2021-22"),
        "sign-off": Text("Legal; A. Person; 01/10/2023", True, "2022-23"),
        "legal": Text("", True, "2022-23"),
    }
    assert to_look_through(texts, terms(), "2022-23") == (
        "Look through the numbers written in: Vision and Challenges.",
        "Taken over from an earlier paper and not looked through yet: Next steps.",
        TEXTS_SEARCHED,
    )
    assert to_look_through({"purpose": texts["purpose"]}, terms(), "2022-23") == (TEXTS_SEARCHED,)
    pieces = public_pieces(*asking, public_answer(*asking, terms()), texts, terms())
    assert Paragraph("To say what changed.") in pieces
    assert any(isinstance(piece, Note) and "2021-22" in piece.text for piece in pieces)


def test_a_year_that_was_not_supplied_is_a_sentence_and_no_number(asking, terms):
    question = replace(asking[0], current=parse_period("2021-22"), previous=parse_period("2020-21"))
    answer = public_answer(question, asking[1], terms())
    for name in ("crimes by home", "incidents by type", "youth justice"):
        assert (answer.tables[name].rows, answer.tables[name].sentence) == ((), "Not supplied for both years.")
    assert answer.pattern["printed"] == []
