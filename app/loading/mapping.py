"""What a person says once about a sender's files: which heading is which column, what a label means."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from functools import partial

import streamlit as st

from app import cache
from app.loading import upload
from app.loading.column_words import words_of
from app.loading.upload import Given
from app.markdown import plain
from data_access.batches import LoadReport
from data_access.database import run_fetch, run_saves
from data_access.imports.kinds import Kind
from data_access.imports.table import fold
from data_access.mappings import (
    NOT_IN_FILE,
    TARGETS,
    DecisionRefused,
    fetch_meanings,
    save_columns,
    save_label,
)
from data_access.recognise import Recognised
from data_access.viewer import NotPermitted, Viewer

CHOSEN = "load-headings"  # where the council is not known yet: said for this file alone
SAID, REFUSED = "load-decided", "load-not-decided"  # what became of the last answers
ASKED_AT_ONCE = 20
BESIDE = 3  # columns of a file asked for in one row
ALIKE = 0.75  # a known label that is less like another one is no hint
LATER, LEAVE_OUT = "Decide later", "Leave its rows out"
THINGS = {
    "home": "home",
    "neighbourhood": "neighbourhood",
    "incident_type": "incident type",
    "offence_type": "offence type",
}


def chosen_now(given: Given, kind: str) -> dict[str, str]:
    """Headings chosen for this file alone."""
    chosen: dict[str, str] = st.session_state.get(CHOSEN, {}).get((given.id, kind), {})
    return chosen


def columns(viewer: Viewer, given: Given, kind: Kind, found: Recognised, *, authority: str, sender: str) -> None:
    """Which heading is which column: asked where a column that is needed was not found, else shown on request."""
    told()
    form = partial(_columns_form, viewer, given, kind, found, authority, sender)
    if found.needed:
        st.subheader("Which column is which?", anchor=False)
        names = ", ".join(found.needed)
        st.markdown(plain(f"Not found in the file: {names}. Choose the column that holds it; it is asked once."))
        form()
        return
    unused = len(found.unused)
    not_kept = f", {unused} not stored" if unused else ""
    with st.expander(f"Columns: {len(found.placed)} recognised{not_kept}"):
        form()


def told() -> None:
    """Say what became of the last answers."""
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(plain(f"Nothing was changed. {refused}"))
    elif said := st.session_state.pop(SAID, ""):
        st.success(plain(said))


def labels(viewer: Viewer, report: LoadReport, *, authority: str, sender: str) -> None:
    """What labels of places and types mean that are not known: asked once each, remembered for the sender."""
    unknown = [each for each in report.unknown if each[0] in TARGETS]
    if not unknown or not authority:
        return
    st.subheader(f"Labels that are not known: {len(unknown)}", anchor=False)
    st.markdown("What does each mean? The answer is remembered for this sender. Until then their rows are rejected.")
    asked = sorted(unknown, key=lambda each: each[2], reverse=True)[:ASKED_AT_ONCE]
    meanings = {what: _meanings(viewer, authority, what) for what in dict.fromkeys(what for what, *_ in asked)}
    with st.form("load-labels", border=False):
        for what, label, rows in asked:
            near = nearest(label, meanings[what])
            hint = f"; nearest: {near}" if near else ""
            known = [name for name in meanings[what] if name != near]
            st.selectbox(
                plain(f"{label} ({THINGS[what]}, {rows:,} {'row' if rows == 1 else 'rows'}{hint})"),
                [LATER, *([near] if near else []), LEAVE_OUT, *known],
                key=_label_key(what, label),
            )
        if len(unknown) > ASKED_AT_ONCE:
            st.markdown(f"The other {len(unknown) - ASKED_AT_ONCE} follow when these are answered.")
        given = (viewer, authority, sender, tuple((what, label) for what, label, _ in asked), meanings)
        st.form_submit_button("Remember these answers", on_click=_remember_labels, args=given)


def nearest(label: str, known: Iterable[str]) -> str:
    """The known label that a label or its first words are most like; "" where none or several come nearest."""
    words = fold(label).split()
    beginnings = ["".join(words[:number]) for number in range(1, len(words) + 1)]
    alike: dict[str, float] = {}
    for name in known:
        written = fold(name).replace(" ", "")
        alike[name] = max((SequenceMatcher(None, part, written).ratio() for part in beginnings), default=0)
    best = max(alike.values(), default=0)
    found = [name for name, part in alike.items() if part == best]
    return found[0] if best >= ALIKE and len(found) == 1 else ""


def _columns_form(viewer: Viewer, given: Given, kind: Kind, found: Recognised, authority: str, sender: str) -> None:
    key = f"{given.id}-{kind.name}"
    order = sorted(kind.columns, key=lambda column: (column.name not in found.needed, not column.required))
    with st.form(f"load-columns-{key}", border=False):
        for number, column in enumerate(order):
            if number % BESIDE == 0:
                beside = st.columns(BESIDE, gap="medium", vertical_alignment="bottom")
            placed = found.placed.get(column.name)
            may_lack = [] if placed and column.required else [NOT_IN_FILE]
            options = [*may_lack, *(found.headings if placed else found.unused)]
            with beside[number % BESIDE]:
                st.selectbox(
                    plain(f"{column.name}: {words_of(kind.name, column.name)}"),
                    options,
                    index=options.index(placed) if placed else 0,
                    key=_column_key(given, kind, sender, found.placed, column.name),
                    format_func=lambda heading, needed=column.required: _heading(heading, needed=needed),
                )
        if found.unused:
            upload.small(f"Not recognised, and never stored unless chosen here: {', '.join(found.unused)}.")
        wanted = tuple(column.name for column in kind.columns)
        answer = (viewer, given, kind, dict(found.placed), wanted, authority, sender)
        st.form_submit_button("Use these columns", on_click=_remember_columns, args=answer)


def _heading(heading: str, *, needed: bool) -> str:
    return heading or ("Choose a column" if needed else "Not in the file")


def _column_key(given: Given, kind: Kind, sender: str, placed: Mapping[str, str], column: str) -> str:
    """Of a field that begins anew where other columns are recognised, as when an answer was forgotten."""
    seen = hashlib.sha256(repr(sorted(placed.items())).encode()).hexdigest()[:12]
    return f"load-column-{given.id}-{kind.name}-{sender}-{seen}-{column}"


def _label_key(what: str, label: str) -> str:
    return f"load-label-{what}-{label}"


def _remember_columns(
    viewer: Viewer,
    given: Given,
    kind: Kind,
    placed: Mapping[str, str],
    wanted: tuple[str, ...],
    authority: str,
    sender: str,
) -> None:
    """Runs before the page is drawn again, so that the file is read by what was chosen."""
    chosen = {name: st.session_state[_column_key(given, kind, sender, placed, name)] for name in wanted}
    filled = [heading for heading in chosen.values() if heading != NOT_IN_FILE]
    if len(set(filled)) < len(filled):
        st.session_state[REFUSED] = "One heading cannot stand for two columns."
        return
    new = {name: heading for name, heading in chosen.items() if placed.get(name, NOT_IN_FILE) != heading}
    if not new:
        st.session_state[SAID] = "The columns are as they were."
        return
    if not authority:
        st.session_state.setdefault(CHOSEN, {}).setdefault((given.id, kind.name), {}).update(new)
        st.session_state[SAID] = "These columns are used for this file."
        return
    keep = partial(
        save_columns,
        viewer=viewer,
        authority=authority,
        sender=sender,
        kind=kind.name,
        headings=new,
        now=datetime.now(),
    )
    do(keep, said=f"Remembered for files from {sender}.")


def _remember_labels(
    viewer: Viewer,
    authority: str,
    sender: str,
    asked: tuple[tuple[str, str], ...],
    meanings: Mapping[str, Mapping[str, int]],
) -> None:
    now = datetime.now()
    saves = []
    for what, label in asked:
        answer = st.session_state[_label_key(what, label)]
        if answer == LATER:
            continue
        target = None if answer == LEAVE_OUT else meanings[what][answer]
        said = {"authority": authority, "sender": sender, "what": what, "label": label, "target_id": target}
        saves.append(partial(save_label, viewer=viewer, **said, now=now))
    if not saves:
        st.session_state[REFUSED] = "Choose what at least one of them means."
        return
    answers = "1 answer" if len(saves) == 1 else f"{len(saves)} answers"
    do(*saves, said=f"Remembered for files from {sender}: {answers}.")


def do(*saves: Callable[..., object], said: str) -> None:
    """Save or forget answers, all of them or none; the next run of the page says what became of it."""
    try:
        run_saves(cache.engine(), *saves)
    except (DecisionRefused, NotPermitted) as refusal:
        st.session_state[REFUSED] = str(refusal)
    else:
        st.session_state[SAID] = said


def _meanings(viewer: Viewer, authority: str, what: str) -> dict[str, int]:
    """What a label may mean, by name."""
    known = run_fetch(cache.engine(), fetch_meanings, viewer, authority=authority, what=what)
    return {str(label): int(number) for number, label in zip(known["id"], known["label"], strict=True)}


def not_supplied(report: LoadReport, found: Recognised) -> None:
    """Which columns such a file may have and this one has not, and which of its own are not stored."""
    if report.missing:
        missing = ", ".join(name.replace("_", " ") for name in report.missing)
        st.markdown(plain(f"Not in this file: {missing}. What needs them says that it was not supplied."))
    if found.unused:
        st.markdown(plain(f"Not stored: {', '.join(found.unused)}."))
