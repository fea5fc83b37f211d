"""A check or a load goes on by itself: it tells how far it is, ends when nobody wants it, and keeps what went wrong."""

from datetime import date, datetime
from threading import Event

import pytest

from app.loading.running import Job
from data_access.batches import LoadReport
from data_access.load import CLOSING, COVERAGE, ROWS, WAITING, LoadRequest, check_file, load_file
from data_access.settings import ROOT, Settings
from data_access.startup import open_database
from data_access.viewer import NotPermitted, system_viewer

REPORT = LoadReport(rows_read=4, added=4, updated=0, unchanged=0, problems=())
SOON_S = 10


def test_the_bar_follows_the_steps_of_the_load():
    seen = []
    go_on, reached = Event(), Event()
    steps = ((WAITING, 0), (ROWS, 500), (ROWS, 2_000), (COVERAGE, 2_000), (CLOSING, 2_000))

    def work(told):
        for step, rows in steps:
            told(step, rows)
            reached.set()
            go_on.wait(SOON_S)
            go_on.clear()
        return REPORT

    job = Job(work, 2_000)
    for _ in steps:
        assert reached.wait(SOON_S)
        reached.clear()
        seen.append((round(job.part, 3), job.said))
        go_on.set()
    assert job.wait(SOON_S)
    assert job.report is REPORT
    assert (0, "Waiting until another load is done") in seen
    assert (0.225, "500 of 2,000 rows read") in seen
    assert (0.9, "2,000 of 2,000 rows read") in seen
    assert [part for part, _ in seen] == sorted(part for part, _ in seen)


def test_where_the_number_of_rows_is_not_known_the_rows_read_are_said():
    job = Job(lambda told: told(ROWS, 300) or REPORT, 0)
    job.wait(SOON_S)
    assert (job.part, job.said) == (0, "300 rows read")


def test_a_job_that_nobody_wants_any_more_ends_at_its_next_step():
    go_on, steps = Event(), []

    def work(told):
        go_on.wait(SOON_S)
        told(ROWS, 500)
        steps.append("went on")
        return REPORT

    job = Job(work, 2_000)
    job.abandon()
    go_on.set()
    assert job.wait(SOON_S)
    assert (job.report, steps) == (None, [])


def test_a_refusal_is_kept_and_a_fault_is_raised():
    def refuse(_told):
        raise NotPermitted("This is not for you.")

    def fail(_told):
        raise ZeroDivisionError

    refused = Job(refuse, 1)
    assert refused.wait(SOON_S)
    assert refused.refusal == "This is not for you."
    failed = Job(fail, 1)
    with pytest.raises(ZeroDivisionError):
        failed.wait(SOON_S)
    assert failed.is_done


def test_a_real_load_tells_its_steps_in_order_and_breaking_it_off_stores_nothing(empty_url):
    engine = open_database(Settings(database_url=empty_url, sign_in="desk"))
    data = (ROOT / "sample_data" / "homes.csv").read_bytes()
    request = LoadRequest("homes", data, "Derby City", "council", date(2023, 4, 12))
    by = {"key": "", "now": datetime(2023, 4, 13, 8, 0), "viewer": system_viewer("ann")}

    class BrokenOff(Exception):
        pass

    def break_off(step, _rows):
        if step == CLOSING:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        load_file(engine, request, **by, told=break_off)
    assert check_file(engine, request, **by).added == 4
    steps = []
    load_file(engine, request, **by, told=lambda step, rows: steps.append((step, rows)))
    assert steps == [(WAITING, 0), (ROWS, 0), (COVERAGE, 4), (CLOSING, 4)]
    engine.dispose()
