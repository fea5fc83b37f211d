"""The data meeting and the protocol on the sample: what is told of cases, and what of all of them together."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from analysis.wording import FORBIDDEN
from analysis.wording.investigations import CASEWORK_BANNER, PROTOCOLS_DIFFER_ON_20, outcome_notes
from app.findings import investigations, protocol
from app.findings.investigations import agenda, of_casework, one_case, open_case_actions, under_investigation
from app.findings.minutes import NoSuchMeeting, minutes
from app.paper.protocol import monitoring
from data_access.database import run_fetch
from data_access.investigations import fetch_investigations
from data_access.meetings import fetch_meetings
from data_access.settings import Settings
from data_access.startup import open_database
from data_access.viewer import NotPermitted, Viewer

MEETING = Viewer("meeting", frozenset({"partnership", "casework"}), powers=frozenset({"casework"}))


@pytest.fixture(scope="module")
def casework(tmp_path_factory):
    """Runs fetches on a sample database for the data meeting."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.db'}"
    engine = open_database(Settings(database_url=url, sign_in="demo"))
    yield lambda fetch, *args, **kwargs: run_fetch(engine, fetch, MEETING, *args, **kwargs)
    engine.dispose()


@pytest.fixture(scope="module")
def question(ask):
    return of_casework(ask())


def keys(casework):
    cases = casework(fetch_investigations, authority="derby-city")
    return dict(zip(cases["reference"], cases["key"], strict=True))


def test_each_reason_to_discuss_is_raised_once_and_the_list_says_why(casework, question):
    found = under_investigation(question, casework)
    assert found.title == "5 children are under investigation, in 6 cases"
    listed, discussed, since = found.tables
    assert list(listed.text["Days open"]) == ["244", "154", "133", "45", "32", "25"]
    assert list(listed.text["To discuss"]) == [
        "–",
        "–",
        "No outcome after 133 days.",
        "No point of the checklist is recorded as done, 45 days after the report.",
        "–",
        "–",
    ]
    assert list(discussed.text["Why"]) == [
        "A formal outcome of a low-level matter in the home, without a restorative step recorded.",
        "Finalised 26 days ago; no meeting has said yet whether the response was proportionate.",
    ]
    assert sorted(since.text["Since the last meeting"]) == ["closed", "moved to another stage", *["new"] * 4]
    assert "Since the meeting of 20/01/2023: 4 new, 1 moved to another stage and 1 closed." in found.sentences
    assert set(listed.text["Where"]) == {"community", "foster", "Home 2"}
    assert set(listed.text["Responsible"]) == {"Derby City", "Derbyshire County"}
    assert PROTOCOLS_DIFFER_ON_20 in found.notes


def test_what_is_told_depends_on_the_day(casework, question):
    earlier = under_investigation(replace(question, now=date(2022, 4, 8)), casework)
    assert earlier.title == "1 child is under investigation"
    nobody = under_investigation(replace(question, now=date(2021, 4, 1)), casework)
    assert nobody.title == "No child is under investigation"


def test_one_case_has_its_checklist_timeline_other_matters_and_reviews(casework, question):
    found = one_case(question, casework, keys(casework)["CR-22-00020"])
    tables = {table.title: table.text for table in found.tables}
    assert list(tables["Checklist"]["In time"]) == ["in time"] * 10
    assert list(tables["What happened"]["What"])[-1] == "Meeting: was the response proportionate? not yet known"
    assert tables["What meetings decided"]["Proportionate"].tolist() == ["not yet known"]
    assert found.sentences == (
        "A formal outcome of a low-level matter in the home, without a restorative step recorded.",
    )
    assert one_case(question, casework, "0" * 16) is None
    of_two = one_case(question, casework, keys(casework)["CR-23-00008"])
    matters = next(table for table in of_two.tables if table.title == "What else there is of the child")
    assert matters.text["What"].tolist() == ["Threatened a member of staff", "Violence *C*"]


def test_the_agenda_has_the_list_the_actions_and_each_case_once(casework, question):
    points, left = agenda(question, casework)
    assert left == 0
    assert [point.key for point in points[:2]] == ["list", "actions"]
    cases = [point.case for point in points[2:]]
    assert len(cases) == len(set(cases)) == 6
    assert cases[0] == keys(casework)["CR-23-00003"]
    assert open_case_actions(question, casework).title == "2 actions from reviews to carry over, 1 overdue"


def test_an_agenda_has_room_for_so_many_cases_and_says_how_many_it_leaves_out(casework, question, monkeypatch):
    monkeypatch.setattr(investigations, "MOST_POINTS", 5)
    points, left = agenda(question, casework)
    assert (len(points), left) == (5, 3)


def text_of(data):
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_minutes_say_who_was_there_what_was_decided_and_what_is_carried_over(casework, question):
    held = casework(fetch_meetings, authority="derby-city", meeting_kind="casework")
    data = minutes(question, casework, "casework", held["key"].iloc[0])
    told = text_of(data)
    for words in ("20/01/2023", "Was the response proportionate? Partly.", "Agree days within which a panel meets"):
        assert words in told
    assert data == minutes(question, casework, "casework", held["key"].iloc[0])
    tactical = casework(fetch_meetings, authority="derby-city", meeting_kind="tactical")["key"].iloc[0]
    assert "Youth justice" in text_of(minutes(question, casework, "tactical", tactical))
    with pytest.raises(NoSuchMeeting):
        minutes(question, casework, "casework", tactical)


def test_minutes_of_an_earlier_meeting_carry_over_what_was_open_on_its_day(casework, question):
    held = casework(fetch_meetings, authority="derby-city", meeting_kind="casework").set_index("held_on")["key"]
    told = text_of(minutes(question, casework, "casework", held[date(2022, 7, 15)]))
    assert "Cases are described as they stood on 31/03/2023." in told
    assert "Train all" in told.partition("Actions that are open")[2]  # agreed on that day, and done since
    assert "Find out whether a restorative step was offered" not in told  # agreed half a year later


def test_the_partnership_is_told_nothing_of_single_cases(source, question):
    for build in (under_investigation, agenda, open_case_actions):
        with pytest.raises(NotPermitted):
            build(question, source)


@pytest.mark.parametrize(
    ("build", "title"),
    [
        (protocol.protocol_monitoring, "Latest count: 159 dealt with in homes, 6 with police"),
        (protocol.checklists_in_time, "9 of 13 checklists were in time"),
        (protocol.responses_proportionate, "Response proportionate in 5 of 12 reviews"),
        (protocol.grades_of_response, "January to March 2023: immediate police response asked 12 times"),
        (protocol.outcome_times, "Median 50 days to an outcome; 4 without one"),
        (protocol.cases_recorded, "14 cases reported, 11 got an outcome"),
        (protocol.homes_in_the_protocol, "4 of 4 homes have signed up"),
    ],
)
def test_the_protocol_is_told_of_all_cases_together(build, title, ask, source):
    found = build(ask(), source)
    assert found.title == title
    assert any("Derby City's own not seen" in note for note in found.notes)
    assert any("does not apply" in note for note in build(ask(lines=("home-1",)), source).notes)
    assert not any("%" in text for text in (found.title, *found.sentences))


def test_no_table_of_the_protocol_tells_a_home_or_a_child(ask, source):
    for build in protocol.FINDINGS:
        for table in build(ask(), source).tables:
            told = f"{table.text.to_csv()} {table.numbers.to_csv()}"
            assert not re.search(r"Home [1-4]|P-\d|CR-\d", told)


def test_words_of_cases_say_nothing_forbidden(casework, question):
    found = [under_investigation(question, casework), open_case_actions(question, casework)]
    found += [one_case(question, casework, key) for key in keys(casework).values()]
    told = [text for finding in found for text in (finding.title, *finding.sentences, *finding.notes)]
    assert not [text for text in [*told, CASEWORK_BANNER] for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)]
    assert all(len(finding.title.split()) <= 10 for finding in found)


def test_outcome_20_is_explained_where_it_is_used():
    assert outcome_notes(["8", "20"]) == [PROTOCOLS_DIFFER_ON_20]
    assert outcome_notes(["8", ""]) == []


def test_the_papers_section_has_every_figure_with_its_table(ask, source):
    made = monitoring(ask(), source)
    assert "9 of 13 checklists were in time." in made.sentences
    assert len(made.pieces) > 10
