"""What the log says of a failure."""

import asyncio
import gc
import logging
import sys
import threading

import pytest

from app.serving.logs import (
    keep_texts_out_of_the_log,
    tell_of_the_loop,
    tell_of_uncaught_failures,
    where_it_failed,
)


@pytest.fixture
def quiet_log():
    before = logging.getLogRecordFactory()
    keep_texts_out_of_the_log()
    yield logging.Formatter()
    logging.setLogRecordFactory(before)


def fail():
    try:
        {}["P-4763"]
    except KeyError as error:
        raise ValueError("row of P-4763") from error


def record(name="streamlit.error_util", message="Uncaught app execution", *args, exc_info=None):
    return logging.getLogger(name).makeRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)


def test_a_failure_is_told_by_kind_and_place_and_without_its_text(quiet_log):
    with pytest.raises(ValueError, match="P-4763") as failed:
        fail()
    told = quiet_log.format(record(exc_info=(failed.type, failed.value, failed.tb)))
    assert "P-4763" not in told
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert f"{__file__}:" in told
    assert "in fail" in told


def test_an_exception_within_a_sentence_is_told_by_its_kind(quiet_log):
    told = quiet_log.format(record("streamlit.web", "Failed to get the address: %s", ValueError("token eyJ")))
    assert told == "Failed to get the address: ValueError"


def test_a_line_of_access_holds_no_query(quiet_log):
    line = record("uvicorn.access", '%s - "%s %s HTTP/%s" %d', "::1", "GET", "/oauth2callback?code=abc", "1.1", 302)
    assert quiet_log.format(line) == '::1 - "GET /oauth2callback HTTP/1.1" 302'


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (ValueError("row of P-4763"), ()),
        ("%(error)s", ({"error": KeyError("P-4763")},)),
        ("%s", ([ValueError("P-4763"), {"cause": (KeyError("P-4763"),)}],)),
        ("%s and %s", (1, ExceptionGroup("P-4763", [ValueError("P-4763")]))),
    ],
    ids=["alone", "by name", "in a list", "a group"],
)
def test_wherever_an_exception_stands_in_a_line_it_is_told_by_its_kind(quiet_log, message, args):
    told = quiet_log.format(record("x", message, *args))
    assert "P-4763" not in told
    assert "Error" in told or "ExceptionGroup" in told


def test_a_line_without_an_exception_stays_as_it_is(quiet_log):
    assert quiet_log.format(record("x", "%s of %d: %s", ["a", 1], 2, {"b": (3,)})) == "['a', 1] of 2: {'b': (3,)}"
    assert quiet_log.format(record("x", "%(a)s", {"a": 1})) == "1"


def test_what_fails_where_nobody_waits_is_told_by_kind_and_place(quiet_log, caplog, capfd):
    async def failing():
        raise ValueError("P-4763")

    async def serve():
        asyncio.get_running_loop().set_exception_handler(tell_of_the_loop)
        task = asyncio.create_task(failing())
        await asyncio.sleep(0)
        logging.getLogger("x").error("%s", task)
        del task
        gc.collect()
        asyncio.get_running_loop().call_soon(lambda found: found.x, "P-4763")
        await asyncio.sleep(0)

    asyncio.run(serve())
    told = "\n".join(quiet_log.format(each) for each in caplog.records)
    assert "Task exception was never retrieved\nbuiltins.ValueError, text left out" in told
    assert "builtins.AttributeError, text left out" in told
    assert "in failing" in told
    assert "P-4763" not in told + capfd.readouterr().err


def test_a_thread_that_fails_is_told_by_kind_and_place(quiet_log, caplog, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    tell_of_uncaught_failures()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join(20)
    told = "\n".join(quiet_log.format(each) for each in caplog.records)
    assert "A thread failed\nbuiltins.ValueError, text left out" in told
    assert "P-4763" not in told


def test_asking_twice_changes_nothing_more(quiet_log):
    made = logging.getLogRecordFactory()
    keep_texts_out_of_the_log()
    assert logging.getLogRecordFactory() is made


def test_a_failure_that_is_its_own_cause_comes_to_an_end():
    first, second = ValueError("one"), KeyError("two")
    first.__cause__, second.__cause__ = second, first
    assert where_it_failed(first).splitlines() == [
        "builtins.ValueError, text left out",
        "builtins.KeyError, text left out",
    ]
