"""What a file does not say of itself is asked: its kind, who sent it, whose it is, of which day, which months."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from analysis.formats import format_date
from app import cache
from app.loading import mapping, remembered, upload
from app.loading.covered import FIRST_DAY, LAST_DAY, a_day, ask_covered, ask_months
from app.loading.upload import KIND_NAMES, Given
from data_access.batches import LoadRequest
from data_access.coverage import fetch_batches
from data_access.database import run_fetch
from data_access.homes import fetch_authorities
from data_access.imports.kinds import KINDS, Kind
from data_access.imports.raw import heading_key
from data_access.imports.reading import ReadAs
from data_access.imports.register import line_key
from data_access.imports.table import UnreadableFile
from data_access.mappings import NOT_IN_FILE, fetch_remembered
from data_access.recognise import Recognised
from data_access.senders import as_known
from data_access.viewer import Viewer

OTHER_SENDER = "Somebody else"
ENDINGS_OF_LOOKUP = ["csv", "txt", "xlsx"]
# Whether the file may begin a council of its own -> what to say where none is known.
DOES_NOT_TELL = "Its columns do not tell: choose what it is, then say which column is which."
NO_COUNCIL = {
    True: "Say which council's homes these are.",
    False: "No council is known yet. Load the register of its homes, or its yearly tables, first.",
}
Decided = dict[tuple[str, str], dict[str, str]]  # kind and sender -> column -> heading, NOT_IN_FILE for none


@dataclass(frozen=True)
class Asked:
    """A file of which all is known that a load needs. authority: its key, "" where it is new or the file says it."""

    given: Given
    request: LoadRequest
    found: Recognised
    authority: str


@dataclass(frozen=True)
class _Whose:
    """The authority that a file is for. names: key -> name of all that the viewer may load for."""

    key: str
    names: dict[str, str]

    @property
    def name(self) -> str:
        return self.names.get(self.key, "")


def ask(viewer: Viewer, given: Given) -> Asked | None:
    """Ask what is needed and cannot be read from the file; None as long as something is missing."""
    whose = _whose(viewer)
    decided = _decided(viewer, whose.key)
    seems, by_sender = _seems(given, decided)
    if isinstance(seems, str):
        upload.refused(seems)
        return None
    first, second, third = st.columns(3, gap="medium")
    with first:
        name = _kind(given, seems)
    if not name:
        return None
    kind = KINDS[name]
    if name == "summary":
        return _yearly_tables(viewer, given, seems)
    with second:
        sender = _sender(viewer, given, kind, whose, by_sender)
        sheet = _sheet(given, seems)
    if not sender:
        st.info("Say who sent the file.")
        return None
    headings = _still_there(decided.get((name, sender), {}), seems, sheet)
    found = upload.recognised(given, kind=name, sheet=sheet, headings=headings | mapping.chosen_now(given, name))
    if isinstance(found, str):
        upload.refused(found)
        return None
    with third:
        drawn = _drawn(given, found)
        council = _council(given, kind, whose, found)
    mapping.columns(viewer, given, kind, found, authority=whose.key, sender=sender)
    if whose.key:
        remembered.of_sender(viewer, whose.key, sender)
    if found.needed:
        return None
    if not council:
        st.info(NO_COUNCIL[kind.may_start_an_authority])
        return None
    how = ReadAs(
        headings=_folded(found),
        sheet=sheet,
        lookup=_lookup(given, kind),
    )
    covered = ask_covered(viewer, given, kind, found, how, drawn, whose.key) if kind.covers else ask_months(given, kind)
    if drawn is None or covered is None or (kind.needs_lookup and how.lookup is None):
        return None
    request = LoadRequest(
        kind=name,
        data=given.data,
        authority=council,
        source=sender,
        extract_date=drawn,
        months=covered.months,
        loaded_by=viewer.who,
        complete=covered.complete,
        places=covered.places,
        how=how,
        days=covered.days,
    )
    return Asked(given, request, found, whose.key if line_key(council) == whose.key else "")


def _yearly_tables(viewer: Viewer, given: Given, found: Recognised) -> Asked:
    """The workbook says of itself whose it is, of which day and which years."""
    request = LoadRequest("summary", given.data, "", "council", date.today(), loaded_by=viewer.who)
    return Asked(given, request, found, "")


def _whose(viewer: Viewer) -> _Whose:
    known = run_fetch(cache.engine(), fetch_authorities, viewer)
    names = dict(zip(known["key"], known["name"], strict=True))
    if len(names) > 1:
        key = st.selectbox("Council", list(names), key="load-authority", format_func=names.__getitem__)
        return _Whose(key, names)
    return _Whose(next(iter(names), ""), names)


def _decided(viewer: Viewer, authority: str) -> Decided:
    """The headings decided before, of every kind and sender."""
    decided: Decided = {}
    if authority:
        rows = run_fetch(cache.engine(), fetch_remembered, viewer, authority=authority)
        for row in rows.itertuples():
            decided.setdefault((row.kind, row.sender), {})[row.column] = row.heading
    return decided


def _seems(given: Given, decided: Decided) -> tuple[Recognised | str, str]:
    """What the file seems to be, by its own headings, else by those remembered of a sender, who is then told too."""

    def look() -> tuple[Recognised | str, str]:
        seems = upload.recognised(given)
        if isinstance(seems, str) or seems.kind:
            return seems, ""
        for (kind, sender), headings in decided.items():
            again = upload.recognised(given, headings=headings)
            if isinstance(again, Recognised) and again.kind == kind:
                return again, sender
        nearest = "" if seems.fitting else _nearest(seems)
        return replace(seems, kind=nearest, fitting=(nearest,)) if nearest else seems, ""

    return upload.once("seems", (given.id, repr(decided)), look)


def _still_there(headings: dict[str, str], seems: Recognised, sheet: str) -> dict[str, str]:
    """Of the headings decided on, those that this file has; a sender may go back to headings that are recognised."""
    if sheet and sheet != seems.sheets[0]:
        return headings
    written = {heading_key(heading) for heading in seems.headings}
    return {column: heading for column, heading in headings.items() if heading == NOT_IN_FILE or heading in written}


def _nearest(seems: Recognised) -> str:
    """The kind of which at least half of the columns are there, and more than of any other; "" without one."""
    written = {heading_key(heading) for heading in seems.headings}
    found = {
        name: sum(not written.isdisjoint({column.name, *column.aliases}) for column in kind.columns)
        for name, kind in KINDS.items()
    }
    # One column alone, such as the home, says nothing, not even where it is half of them.
    parts = {name: number / len(KINDS[name].columns) if number > 1 else 0 for name, number in found.items()}
    best = max(parts, key=parts.__getitem__)
    is_alone = sum(part == parts[best] for part in parts.values()) == 1
    return best if parts[best] >= 0.5 and is_alone else ""


def _kind(given: Given, seems: Recognised) -> str:
    others = [name for name in KINDS if name not in seems.fitting]
    names = [*seems.fitting, *others]
    kind = st.selectbox(
        "What it is",
        names,
        index=names.index(seems.kind) if seems.kind else None,
        key=f"load-kind-{given.id}",
        format_func=KIND_NAMES.__getitem__,
        placeholder="Choose what it is",
    )
    if kind and kind == seems.kind:
        upload.small("Told by its columns; choose another if that is wrong.")
    elif seems.kind:
        upload.small(f"By its columns it looks like: {KIND_NAMES[seems.kind]}.")
    else:
        fits = ", ".join(KIND_NAMES[name] for name in seems.fitting)
        upload.small(f"Its columns fit more than one kind: {fits}." if fits else DOES_NOT_TELL)
    return kind or ""


def _sender(viewer: Viewer, given: Given, kind: Kind, whose: _Whose, by_sender: str) -> str:
    """Who sent it: the one whose headings these are, else who sent the last file of the kind, else who usually does."""
    earlier: list[str] = []
    everyone: list[str] = []
    if whose.key:
        batches = run_fetch(cache.engine(), fetch_batches, viewer, authority=whose.key)
        everyone = batches["source"].drop_duplicates().tolist()
        earlier = batches.loc[batches["kind"].eq(kind.name), "source"].drop_duplicates().tolist()
    known = list(dict.fromkeys(name for name in (by_sender, *earlier, kind.sender) if name))
    key = f"load-sender-{given.id}-{kind.name}"
    sender = st.selectbox("Sent by", [*known, OTHER_SENDER], key=key)
    if sender != OTHER_SENDER:
        return str(sender)
    written = st.text_input("Name of the sender", key=f"{key}-other", max_chars=60)
    return as_known(written, everyone)


def _sheet(given: Given, seems: Recognised) -> str:
    if len(seems.sheets) < 2:
        return ""
    return str(st.selectbox("Sheet of the workbook", seems.sheets, key=f"load-sheet-{given.id}"))


def _drawn(given: Given, found: Recognised) -> date | None:
    drawn = st.date_input(
        "Day of the extract",
        value=found.drawn or date.today(),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="DD/MM/YYYY",
        key=f"load-drawn-{given.id}",
    )
    drawn = a_day(drawn)
    upload.small(_how_known(drawn, found.drawn))
    return drawn


def _how_known(drawn: date | None, said: date | None) -> str:
    """How the day of an extract is known that may say its day itself, and may be corrected."""
    if said is not None:
        return "Read from the file." if drawn == said else f"The file says {format_date(said)}."
    known = "today" if drawn == date.today() else "set by hand" if drawn else "not set"
    return f"The file does not say: {known}. Of two extracts the later counts."


def _council(given: Given, kind: Kind, whose: _Whose, found: Recognised) -> str:
    """A register of homes may begin a council of its own; every other file is for one that is known."""
    if not kind.may_start_an_authority:
        return whose.name
    named = upload.once("council", (given.id, repr(found.placed)), lambda: _named_council(given, kind, found))
    label, key = "Council whose homes these are", f"load-council-{given.id}-{whose.key}-{named}"
    return st.text_input(label, value=named or whose.name, key=key, max_chars=80).strip()


def _named_council(given: Given, kind: Kind, found: Recognised) -> str:
    """The council that all rows of a register name; "" where they name none, or several."""
    try:
        rows = kind.opened(given.data, ReadAs(headings=_folded(found))).each()
        names = {row["authority"] for row in rows}
    except UnreadableFile:
        return ""  # the check that follows says why
    return names.pop() if len(names) == 1 else ""


def _folded(found: Recognised) -> dict[str, str]:
    """Column -> heading, as a reader takes it; a column that was not placed stays without, whatever it is called."""
    placed = {column: heading_key(heading) for column, heading in found.placed.items()}
    return dict.fromkeys(found.further, NOT_IN_FILE) | placed


def _lookup(given: Given, kind: Kind) -> bytes | None:
    if not kind.needs_lookup:
        return None
    label = "Second file: which neighbourhood each small area lies in (columns lsoa_code, neighbourhood)"
    second = st.file_uploader(label, type=ENDINGS_OF_LOOKUP, key=f"load-lookup-{given.id}")
    if second is None:
        st.info("This kind needs the second file too.")
        return None
    return second.getvalue()
