"""A text that several people may change: read by all, opened by one, saved only over the version that was seen."""

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from analysis.tables import Table
from analysis.wording import changed_meanwhile_sentence
from app import visits
from app.action_list import words
from app.markdown import plain, plain_cells
from data_access.case_fields import CaseRefused
from data_access.investigation_changes import ChangedMeanwhile

Save = Callable[[int, str], object]


@dataclass(frozen=True)
class Stored:
    """A text as it is kept; one that was never written has the version 0."""

    text: str
    version: int
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """The version and the text that somebody opened, what they made of it, and what stands in the way of saving it.

    `typed`: kept here as well as in its field, since a field that leaves the screen is forgotten.
    """

    version: int
    opened: str
    typed: str
    refused: str = ""
    theirs: ChangedMeanwhile | None = None


def changed_words(stored: Stored) -> str:
    """ "Changed by anna at 14:03"; with the day, if that was another."""
    if stored.changed_at is None:
        return ""
    on_day = "" if stored.changed_at.date() == date.today() else f" on {format_date(stored.changed_at)}"
    return f"Changed by {stored.changed_by}{on_day} at {stored.changed_at:%H:%M}"


def is_open(name: str) -> bool:
    """Whether this person opened the text of this name and has neither saved nor left it."""
    return _draft(name) in st.session_state


def opened(start: str) -> list[str]:
    """Of the names that begin so, the rest of those whose texts this person has open."""
    begins = _draft(start)
    return sorted(key.removeprefix(begins) for key in map(str, st.session_state) if key.startswith(begins))


def draw(
    name: str,
    stored: Stored,
    save: Save,
    *,
    label: str,
    field: str,
    opens: str,
    nothing: str,
    longest: int,
    may_change: bool,
    says_who: bool = True,
    caption: str = "",
) -> None:
    """The text, who changed it last, and for who may, a button that opens it to be changed.

    `name`: what it is in keys. `label`: what it is called. `field`: of the saved values, the one that holds it.
    `opens`: the words on the button that opens it. `nothing`: what stands there without a text.
    `says_who`: whether who changed it last stands below it, or elsewhere. `caption`: what stands below the open field.
    """
    draft: Draft | None = st.session_state.get(_draft(name))
    with st.container(key=f"typed-text-{name}", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(label)}:** {_lines(stored.text)}" if stored.text else plain(nothing), width="stretch")
        if may_change and draft is None:
            st.button(opens, key=f"open-{name}", on_click=_open, args=(name, stored))
    if stored.text and says_who:
        st.html(f'<p class="caption">{html.escape(changed_words(stored))}</p>')
    if draft is not None and may_change:
        _draw_draft(name, draft, stored, save, label, field, longest, caption)


def _draw_draft(
    name: str, draft: Draft, stored: Stored, save: Save, label: str, field: str, longest: int, caption: str
) -> None:
    if draft.refused:
        st.error(plain(f"Nothing was saved. {draft.refused}"))
    if draft.theirs is not None:
        _draw_theirs(draft.theirs, field, name)
    elif stored.text != draft.opened and stored.changed_at is not None:
        said = changed_meanwhile_sentence(stored.changed_by, stored.changed_at, date.today())
        st.info(plain(f"{said} Your text stays. When you save, theirs will stand beside yours."))
    key = _field(name)
    if key not in st.session_state:
        st.session_state[key] = draft.typed
    st.text_area(label, key=key, max_chars=longest, height=110, on_change=_keep, args=(name, key))
    if caption:
        st.caption(plain(caption))
    with st.container(horizontal=True):
        saves = "Save" if draft.theirs is None else "Save mine over theirs"
        leaves = "Leave it as it was" if draft.theirs is None else "Take theirs and drop mine"
        st.button(saves, key=f"save-{name}", type="primary", on_click=_save, args=(name, key, save, field))
        st.button(leaves, key=f"leave-{name}", on_click=_close, args=(name,))


def _draw_theirs(theirs: ChangedMeanwhile, field: str, name: str) -> None:
    said = changed_meanwhile_sentence(theirs.who, theirs.when, date.today())
    st.warning(plain(f"{said} Nothing you typed is lost, and nothing of it is saved yet."))
    row = [(theirs.stored[field], theirs.typed[field])]
    text = plain_cells(pd.DataFrame(row, columns=[f"Saved by {theirs.who}", "Yours"]))
    words(Table("Theirs beside yours", text, text), f"theirs-{name}")


def _open(name: str, stored: Stored) -> None:
    st.session_state[_draft(name)] = Draft(stored.version, stored.text, stored.text)
    st.session_state[_field(name)] = stored.text


def _keep(name: str, key: str) -> None:
    """Runs before the page is drawn again, and before or after a button that was pressed with it."""
    draft: Draft | None = st.session_state.get(_draft(name))
    if draft is not None:
        st.session_state[_draft(name)] = replace(draft, typed=st.session_state[key])


def _save(name: str, key: str, save: Save, field: str) -> None:
    """Runs before the page is drawn again. What was typed stays in the field until it is saved."""
    draft: Draft = st.session_state[_draft(name)]
    text = st.session_state[key]
    try:
        try:
            save(draft.version, text)
        except ChangedMeanwhile as theirs:
            if theirs.stored[field] != draft.opened:
                raise
            save(theirs.version, text)  # something else of the same thing was changed, and this text was not
    except CaseRefused as refusal:
        st.session_state[_draft(name)] = replace(draft, typed=text, refused=str(refusal))
    except ChangedMeanwhile as theirs:
        st.session_state[_draft(name)] = Draft(theirs.version, theirs.stored[field], text, theirs=theirs)
    else:
        _close(name)


def _close(name: str) -> None:
    for key in (_draft(name), _field(name)):
        st.session_state.pop(key, None)


def _draft(name: str) -> str:
    return f"draft-{name}"


def _field(name: str) -> str:
    return f"typed-{name}-{visits.now()}"


def _lines(text: str) -> str:
    """What somebody typed, with its line breaks."""
    return "  \n".join(plain(line) for line in text.splitlines())
