"""What the public paper may say: the ladder, asked with the counts of two years, sign-offs and all earlier papers."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.attack import Contradiction, Told, TooLarge
from analysis.formats import format_date
from analysis.public_ladder import WHOLE_YEARS_ONLY as LADDER_YEARS_ONLY
from analysis.public_ladder import PublicTables, public_tables
from analysis.public_steps import By, Counted
from analysis.results import ALL_HOMES
from analysis.wording import TEST_NOT_PASSED
from app.findings.finding import Question, Source
from app.findings.supplied import Thing
from app.paper import public_counts
from app.paper.sections import BACKGROUND, Section, chosen
from data_access.printed_papers import PrintedPaper, printed_papers

AUDIENCE, APPENDIX = "public", "exempt appendix"
ROWS_BY_HOME, CROMARTY = KINDS = ("rows by home", "cromarty")  # kinds of sign-off
ALWAYS_IN = ("rate", BACKGROUND)  # what is published anyway, and the rule by which the rest is told
# What is generated for the public; months, the action plan and whatever else is generated stay with the partnership.
GENERATED = ("crimes", "offences", "incidents", "incident-types", "yjs", "cromarty", *ALWAYS_IN)
SECTIONS_OF: dict[Thing, dict[str, By]] = {
    "crime": {"crimes": "home", "offences": "type"},
    "incident": {"incidents": "home", "incident-types": "type"},
}


class PublicPaperNotMade(ValueError):
    """No public paper can be made; the message says why."""


@dataclass(frozen=True)
class Terms:
    """Under what a public paper is made, as plain texts: what is in it, who allowed what, what papers printed before.

    sign_off, exemption: who allowed rows by home, and how many children improved, and when; "" for nobody. earlier: the
    pattern of each earlier paper as JSON, oldest first. kept: ids of the kept papers among them. left_out: the days of
    published papers that are left out of account. signed: ids of the sign-offs that stand.
    """

    on: tuple[str, ...]
    sign_off: str = ""
    exemption: str = ""
    earlier: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()
    left_out: tuple[date, ...] = ()
    signed: tuple[int, ...] = ()


def sections_of(on: Collection[str]) -> tuple[Section, ...]:
    """The sections of a public paper, in order, of those that are switched on."""
    return tuple(section for section in chosen({*on, *ALWAYS_IN}) if section.is_written or section.key in GENERATED)


def terms_of(
    question: Question,
    on: Collection[str],
    sign_offs: pd.DataFrame,
    snapshots: pd.DataFrame,
    *,
    leave_out_printed: bool = False,
) -> Terms:
    """The terms as they stand now. `snapshots`: every kept paper of the authority, newest first.

    `leave_out_printed`: leave papers out of account that were published before any was kept here.
    """
    printed = printed_papers(question.selection.authority)
    public = snapshots[snapshots["audience"].eq(AUDIENCE)].iloc[::-1]
    dated = [] if leave_out_printed else [(paper.printed_on, _pattern_of(paper)) for paper in printed]
    dated += [
        (made_at.date(), json.loads(settings)["pattern"])
        for made_at, settings in zip(public["made_at"], public["settings"], strict=True)
    ]
    dated.sort(key=lambda paper: paper[0])
    return Terms(
        on=tuple(section.key for section in sections_of(on)),
        sign_off=allowed(sign_offs, ROWS_BY_HOME),
        exemption=allowed(sign_offs, CROMARTY),
        earlier=tuple(json.dumps(pattern, ensure_ascii=False, sort_keys=True) for _, pattern in dated),
        kept=tuple(int(key) for key in public["id"]),
        left_out=tuple(paper.printed_on for paper in printed) if leave_out_printed else (),
        signed=tuple(int(row.id) for row in (standing_of(sign_offs, kind) for kind in KINDS) if row is not None),
    )


def allowed(sign_offs: pd.DataFrame, kind: str) -> str:
    """Who signed and when, of the sign-off of this kind that stands; "" where none does."""
    standing = standing_of(sign_offs, kind)
    return f"{standing.signed_by}, {format_date(standing.signed_on)}" if standing is not None else ""


def standing_of(sign_offs: pd.DataFrame, kind: str) -> Any:
    """The sign-off of this kind that was not withdrawn, as a row; None where there is none."""
    rows = sign_offs[sign_offs["kind"].eq(kind) & sign_offs["withdrawn_at"].isna()]
    return next(rows.itertuples(index=False), None)


def loaded_since(sign_offs: pd.DataFrame, version: int) -> list[str]:
    """The kinds whose standing sign-off was recorded on other data than those of this version."""
    standing = {kind: standing_of(sign_offs, kind) for kind in KINDS}
    return [kind for kind, row in standing.items() if row is not None and int(row.data_version) != version]


def public_answer(question: Question, source: Source, terms: Terms) -> PublicTables:
    """All numbers and words that the public paper may say. Raises PublicPaperNotMade where that cannot be found out.

    Only what is in the paper is asked for, so that its pattern holds no number of a home or a type not in it.
    """
    for period in (question.previous, question.current):
        if not period.is_year:
            raise PublicPaperNotMade(LADDER_YEARS_ONLY.format(period=period.label))
    counted = [
        public_counts.police(thing, question, source, tables)
        for thing, sections in SECTIONS_OF.items()
        if (tables := frozenset(by for section, by in sections.items() if section in terms.on))
    ]
    _require_whole_types(counted)
    rate, _ = public_counts.rate(question, source)
    try:
        return public_tables(
            counted,
            question.previous,
            question.current,
            youth_justice=public_counts.youth_justice(question, source) if "yjs" in terms.on else None,
            cromarty=public_counts.improved(question, source, terms.exemption) if "cromarty" in terms.on else None,
            rate=rate,
            sign_off=terms.sign_off,
            earlier=[json.loads(pattern) for pattern in terms.earlier],
        )
    except (Contradiction, TooLarge) as refusal:
        raise PublicPaperNotMade(TEST_NOT_PASSED.format(reason=str(refusal).rstrip("."))) from refusal


def _require_whole_types(counted: Sequence[Counted]) -> None:
    """Types that do not add up to the homes would be two answers to one question."""
    for each in counted:
        by_home, by_type = (frame[["previous", "current"]].sum().tolist() for frame in (each.homes, each.types))
        if len(each.types) and not each.homes[["previous", "current"]].isna().any(axis=None) and by_home != by_type:
            words = " and ".join(f"{int(types)} of {int(homes)}" for types, homes in zip(by_type, by_home, strict=True))
            raise PublicPaperNotMade(f"The types of {each.measure} do not add up to the homes: {words}.")


def _pattern_of(paper: PrintedPaper) -> dict[str, Any]:
    """A published paper as an earlier one: it divided nothing by this rule, but every number of it is known."""
    told = [
        Told(
            each.measure,
            each.year,
            (each.home,) if each.home and each.home != ALL_HOMES else None,
            (each.type,) if each.type else None,
            each.count,
        )
        for each in paper.counts
    ]
    return {"years": sorted({each.year for each in told}), "printed": [each.plain for each in told]}
