"""The filters: one set for all pages, bound to the URL by stable keys.

What stands in the URL are hidden text inputs that hold keys (`line=home-3-4`, `period=2022-23-Q3`). The visible widgets
are views of them. A widget with options would write its labels into the URL, which get renamed, and would drop a value
it does not know in silence, which would open all homes; a text input keeps what was in the link, so that it can be
answered with a sentence. They are drawn on every run, hidden by style, since a bound widget that is skipped leaves the
URL.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analysis.periods import (
    Period,
    PeriodError,
    add_months,
    comparison_period,
    latest_full_year,
    parse_period,
    period_choices,
)
from app.findings.finding import Question, Source
from app.findings.sources import end_of_month
from app.markdown import plain
from data_access.coverage import fetch_sources
from data_access.homes import fetch_authorities, fetch_lines
from data_access.selection import Selection

PARAMETERS = ("authority", "line", "provider", "period", "against", "baseline", "view")
VIEWS = ("", "screen")  # at a desk; on a screen that a room looks at
AGAINST = {
    "last-year": "Same period last year",
    "before": "The period before",
    "baseline": "A fixed baseline",
}
DEFAULT_AGAINST = "last-year"
OTHER_MONTHS = "other months"
KIND_NAMES = {
    "half": "Half-year",
    "quarter": "Quarter",
    "four months": "4 months",
}
PERIOD_SOURCES = ("incidents", "crimes")

_question: ContextVar[Question] = ContextVar("question of this run")


class UnknownChoice(ValueError):
    """A link names something that does not exist here; the message says what, and what there is."""


@dataclass(frozen=True)
class _Reach:
    """First and last month that the police sources cover."""

    first: date
    last: date

    @property
    def latest_year(self) -> Period:
        return latest_full_year(self.last)


def current() -> Question:
    """The question of this run, as main drew it."""
    return _question.get()


def draw(source: Source, today: date | None = None) -> None:
    """Draw the filters and make their question; an unknown or impossible choice becomes a sentence and ends the run.

    `today`: what overdue is judged against; None on the sample, for which time stands still at the end of its data.
    """
    with st.container(key="link-values"):
        raw = {name: st.text_input(name, key=name, bind="query-params").strip() for name in PARAMETERS}
    try:
        _question.set(_read_and_draw(raw, source, today))
    except (UnknownChoice, PeriodError) as problem:
        st.title("This view cannot be shown", anchor=False)
        st.error(plain(str(problem)))
        st.button("Show all homes, latest full year", on_click=reset)
        st.stop()


def reset() -> None:
    """Empty every filter, and with them the URL."""
    for name in PARAMETERS:
        st.session_state[name] = ""


def on_shared_screen() -> bool:
    """Whether this run is drawn for a room; known before the filters are drawn."""
    return st.session_state.get("view", st.query_params.get("view", "")).strip() == "screen"


def show(view: str) -> None:
    """Go to a view: "" for the desk, "screen" for a shared screen."""
    st.session_state["view"] = view


def _read_and_draw(raw: dict[str, str], source: Source, today: date | None) -> Question:
    if raw["view"] not in VIEWS:
        raise UnknownChoice(f"This link asks for a view that does not exist: {raw['view']}.")
    authorities = source(fetch_authorities)
    if authorities.empty:
        raise UnknownChoice("No data have been loaded yet. Load the register of homes first, then the extracts.")
    authority = _one_of("authority", raw["authority"], authorities, default=authorities["key"].iloc[0])
    lines = source(fetch_lines, authority=authority)
    sources = source(fetch_sources, authority=authority)
    reach = _reach(sources)
    # On a shared screen the scope says in words what is chosen; the widgets stay, hidden by style, and keep the choice.
    with st.container(key="filters-away") if raw["view"] == "screen" else st.sidebar:
        st.markdown(f"**Concordat** · {_name(authorities, authority)}")
        if len(authorities) > 1:
            _choose("Authority", "authority", list(authorities["key"]), authority, dict(_pairs(authorities)))
        period, moves = _draw_period(raw["period"], reach)
        against, baseline = _draw_comparison(raw, period, reach)
        chosen = _draw_lines(raw["line"], lines)
        provider = _draw_provider(raw["provider"], lines)
    if provider and chosen and lines[lines["key"].isin(chosen) & lines["provider"].eq(provider)].empty:
        raise UnknownChoice(f"None of the chosen homes is a {provider} home. Choose other homes, or all providers.")
    return Question(
        selection=Selection(authority, tuple(chosen), provider),
        authority_name=_name(authorities, authority),
        line_names=tuple(_name(lines, key) for key in chosen),
        provider_name=provider or (lines["provider"].iloc[0] if lines["provider"].nunique() == 1 else ""),
        current=period,
        previous=comparison_period(period, against, baseline),
        now=today or end_of_month(max(sources["last_month"])),
        period_moves=moves,
    )


def _reach(sources: pd.DataFrame) -> _Reach:
    police = sources[sources["source"].isin(PERIOD_SOURCES)]
    rows = police if len(police) else sources
    if rows.empty:
        raise UnknownChoice("No extract has been loaded yet, so there is no period to show.")
    return _Reach(min(rows["first_month"]), min(rows["last_month"]))


def _draw_period(raw: str, reach: _Reach) -> tuple[Period, bool]:
    """The period select box and, for other months, two more. Answers the period and whether it moves with the data."""
    period = parse_period(raw) if raw else reach.latest_year
    offered = {choice.key: _listed_name(kind, choice) for kind, choice in period_choices(reach.first, reach.last)}
    names = {"": "Latest full year (moves)", **offered, OTHER_MONTHS: "Other months …"}
    listed = not raw or period.key in offered
    shown = (period.key if raw else "") if listed else OTHER_MONTHS
    asked_for_other = st.session_state.get("choose-period") == OTHER_MONTHS
    _choose("Period", "period", list(names), OTHER_MONTHS if asked_for_other else shown, names, keep=OTHER_MONTHS)
    if shown == OTHER_MONTHS or asked_for_other:
        _draw_months(period, reach)
    return period, not raw


def _listed_name(kind: str, period: Period) -> str:
    """A period as the select box lists it, short enough for the sidebar."""
    if kind == "year":
        return period.label
    if kind == "rolling 12":
        return f"12 months to {period.last_month:%b %Y}"
    return f"{KIND_NAMES[kind]} {period.start:%b} to {period.last_month:%b %Y}"


def _draw_months(period: Period, reach: _Reach) -> None:
    months = sorted({*Period(reach.first, add_months(reach.last, 1)).months, *period.months})
    names = {month: f"{month:%B %Y}" for month in months}
    st.session_state["choose-first"], st.session_state["choose-last"] = period.start, period.last_month
    for label, key in (("From", "choose-first"), ("To", "choose-last")):
        st.selectbox(label, months, key=key, format_func=lambda month: names[month], on_change=_take_months)


def _take_months() -> None:
    first, last = st.session_state["choose-first"], st.session_state["choose-last"]
    first, last = min(first, last), max(first, last)
    st.session_state["period"] = Period(first, add_months(last, 1)).key


def _draw_comparison(raw: dict[str, str], period: Period, reach: _Reach) -> tuple[str, Period | None]:
    """Draws what to compare with; whether it can be compared is judged when every filter stands there to be changed."""
    against = raw["against"] or DEFAULT_AGAINST
    if against not in AGAINST:
        raise UnknownChoice(f"This link compares with something that does not exist: {against}. {_there_is(AGAINST)}")
    _choose("Compared with", "against", list(AGAINST), against, AGAINST, default=DEFAULT_AGAINST)
    baseline = parse_period(raw["baseline"]) if raw["baseline"] else None
    if against != "baseline":
        return against, None
    possible = [
        p for _, p in period_choices(reach.first, reach.last) if p.length == period.length and not p.overlaps(period)
    ]
    if not baseline and not possible:
        return against, None
    baseline = baseline or _usual_baseline(period, possible)
    names = {p.key: p.label for p in sorted({*possible, baseline}, reverse=True)}
    _choose("Baseline", "baseline", list(names), baseline.key, names)
    return against, baseline


def _usual_baseline(period: Period, possible: list[Period]) -> Period:
    """The newest earlier period of the same months; else any earlier one; else what there is."""
    earlier = [choice for choice in possible if choice.end <= period.start]
    same_months = [choice for choice in earlier if choice.start.month == period.start.month]
    return max(same_months or earlier or possible)


def _draw_lines(raw: str, lines: pd.DataFrame) -> list[str]:
    wanted = [key for key in raw.split(",") if key]
    unknown = [key for key in wanted if key not in set(lines["key"])]
    if unknown:
        raise UnknownChoice(
            f"This link names a home that is not in the register: {unknown[0]}. {_there_is(_pairs(lines))}"
        )
    names = _pairs(lines)
    chosen = [key for key in names if key in wanted]
    if len(names) > 1:
        st.session_state["choose-line"] = chosen
        st.multiselect(
            "Homes",
            list(names),
            key="choose-line",
            format_func=lambda key: names[key],
            placeholder="All homes",
            on_change=lambda: st.session_state.update(line=",".join(st.session_state["choose-line"])),
        )
    return chosen


def _draw_provider(raw: str, lines: pd.DataFrame) -> str:
    providers = sorted(set(lines["provider"]))
    if raw and raw not in providers:
        raise UnknownChoice(f"This link names a provider that no home has: {raw}. {_there_is(providers)}")
    if len(providers) > 1:
        names = {"": "All", **{name: name.capitalize() for name in providers}}
        _choose("Provider", "provider", list(names), raw, names)
    return raw


def _choose(
    label: str,
    parameter: str,
    keys: Sequence[str],
    chosen: str,
    names: dict[str, str],
    *,
    default: str = "",
    keep: str = "",
) -> None:
    """A select box that shows names and writes keys; choosing `default` empties the parameter, `keep` leaves it."""
    widget = f"choose-{parameter}"
    st.session_state[widget] = chosen

    def take() -> None:
        key = st.session_state[widget]
        if not keep or key != keep:
            st.session_state[parameter] = "" if key == default else key

    st.selectbox(label, keys, key=widget, format_func=lambda key: names[key], on_change=take)


def _one_of(what: str, raw: str, table: pd.DataFrame, default: str) -> str:
    key = raw or default
    if key not in set(table["key"]):
        raise UnknownChoice(f"This link names an {what} that is not here: {key}. {_there_is(_pairs(table))}")
    return key


def _pairs(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["key"], table["name"], strict=True))


def _name(table: pd.DataFrame, key: str) -> str:
    return _pairs(table)[key]


def _there_is(known: Sequence[str] | dict[str, str]) -> str:
    return f"There is: {', '.join(known)}."
