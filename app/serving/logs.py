"""What the log tells of a failure: its kind and its place. Its text may repeat a cell, a reference or a token."""

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
LOGGER = logging.getLogger(__name__)


def keep_texts_out_of_the_log() -> None:
    """From now on no logger of this process writes the text of an exception, or of a request's query."""
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_texts_out", False):
        return

    def without_texts(*given: Any, **named: Any) -> logging.LogRecord:
        record = make(*given, **named)
        record.msg = _plain(record.msg, "")
        record.args = _plain(record.args, record.name)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = where_it_failed(record.exc_info[1])  # what formatters write in place of the whole
        return record

    without_texts.keeps_texts_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(without_texts)


def tell_of_uncaught_failures() -> None:
    """From now on a failure that ends a thread, or comes while something is thrown away, is a line of the log too."""
    threading.excepthook = _of_a_thread
    sys.unraisablehook = lambda failed: _uncaught("Something failed unseen", failed.exc_value)


def _of_a_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_type is not SystemExit:  # by which a thread ends itself
        _uncaught("A thread failed", failed.exc_value)


def tell_of_the_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What failed in the server's loop where nobody waited for it: asyncio's own line repeats the failure's text."""
    happened = str(context.get("message") or "Something failed").partition(" callback ")[0]
    _uncaught(f"In the event loop: {happened}", context.get("exception"))


def _uncaught(happened: str, error: BaseException | None) -> None:
    LOGGER.error(happened, exc_info=error)


def where_it_failed(error: BaseException) -> str:
    """The kinds of an exception and of its causes, each with the places it came through, and not a word of theirs."""
    told, seen, lines = error, set[int](), list[str]()
    while told is not None and id(told) not in seen:
        seen.add(id(told))
        places = (
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(told.__traceback__)
        )
        lines += [f"{type(told).__module__}.{type(told).__qualname__}, text left out", *places]
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n".join(lines)


def _plain(arg: Any, logger: str) -> Any:
    if isinstance(arg, BaseException | asyncio.Future):  # a future's own words repeat the failure in it
        return type(arg).__name__
    if isinstance(arg, Mapping):
        return {key: _plain(value, logger) for key, value in arg.items()}
    if type(arg) in (list, tuple, set, frozenset):
        return type(arg)(_plain(value, logger) for value in arg)
    # uvicorn's line of a request; the query of the provider's answer holds the code that is worth a token
    return arg.partition("?")[0] if logger == "uvicorn.access" and isinstance(arg, str) else arg
