"""The filters: one set for all pages, bound to the URL by stable keys.

What stands in the URL are hidden text inputs that hold keys (`line=home-3-4`, `period=2022-23-Q3`). The visible widgets
are views of them. A widget with options would write its labels into the URL, which get renamed, and would drop a value
it does not know in silence, which would open all homes; a text input keeps what was in the link, so that it can be
answered with a sentence. They are drawn on every run, hidden by style, since a bound widget that is skipped leaves the
URL.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import date

import streamlit as st

from analysis.periods import Period, PeriodError, add_months, comparison_period, parse_period
from app.findings.finding import Question
from app.findings.offered import NothingToOffer, Offered
from app.markdown import plain
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

_question: ContextVar[Question | None] = ContextVar("question of this run")


class UnknownChoice(ValueError):
    """A link names something that does not exist here; the message says what, and what there is."""


def current() -> Question:
    """The question of this run, as main drew it. Raises NothingToOffer where nothing was loaded to ask about."""
    question = asked()
    if question is None:
        raise NothingToOffer("Nothing was loaded that could be asked about.")
    return question


def asked() -> Question | None:
    """The question of this run; None where nothing was loaded to ask about, for pages that stand without."""
    return _question.get()


def draw(offer: Callable[[str], Offered | None], today: date | None = None) -> bool:
    """Draw the filters and make their question; an unknown or impossible choice becomes a sentence and ends the run.

    `offer`: what can be chosen within an authority. `today`: what overdue is judged against; None on the sample, for
    which time stands still at the end of its data. Answers whether anything was loaded; where nothing was, there is no
    question, and of the filters only the hidden ones stand, which keep the address.
    """
    raw = _link_values()
    _question.set(None)
    try:
        _question.set(_read_and_draw(raw, offer, today))
    except NothingToOffer:
        return False
    except (UnknownChoice, PeriodError) as problem:
        st.title("This view cannot be shown", anchor=False)
        st.error(plain(str(problem)))
        st.button("Show all homes, latest full year", on_click=reset)
        st.stop()
    return True


def draw_nothing() -> bool:
    """For who sees no figures: no filters and no question; the address stays as it is. Answers that there are none."""
    _link_values()
    _question.set(None)
    return False


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


def _link_values() -> dict[str, str]:
    """The hidden inputs that hold what stands in the address."""
    with st.container(key="link-values"):
        return {name: st.text_input(name, key=name, bind="query-params").strip() for name in PARAMETERS}


def _read_and_draw(raw: dict[str, str], offer: Callable[[str], Offered | None], today: date | None) -> Question:
    if raw["view"] not in VIEWS:
        raise UnknownChoice(f"This link asks for a view that does not exist: {raw['view']}.")
    there = offer(raw["authority"])
    if there is None:
        known = offer("")
        there_is = _there_is(known.authorities) if known else ""
        raise UnknownChoice(f"This link names an authority that is not here: {raw['authority']}. {there_is}")
    # On a shared screen the scope says in words what is chosen; the widgets stay, hidden by style, and keep the choice.
    with st.container(key="filters-away") if raw["view"] == "screen" else st.sidebar:
        st.markdown(f"**Concordat** · {plain(there.authorities[there.authority])}")
        if len(there.authorities) > 1:
            choose("Authority", "authority", list(there.authorities), there.authority, there.authorities)
        period, moves = _draw_period(raw["period"], there)
        against, baseline = _draw_comparison(raw, period, there)
        chosen = _draw_lines(raw["line"], there.lines)
        provider = _draw_provider(raw["provider"], there.all_providers)
    if provider and chosen and not any(provider in there.providers[key] for key in chosen):
        raise UnknownChoice(f"None of the chosen homes is a {provider} home. Choose other homes, or all providers.")
    chosen = chosen or list(there.only_lines)
    return Question(
        selection=Selection(there.authority, tuple(chosen), provider),
        authority_name=there.authorities[there.authority],
        line_names=tuple(there.lines[key] for key in chosen),
        provider_name=provider or (there.all_providers[0] if len(there.all_providers) == 1 else ""),
        current=period,
        previous=comparison_period(period, against, baseline),
        now=today or there.covered_to,
        period_moves=moves,
        only_lines=tuple((key, there.lines[key]) for key in there.only_lines),
    )


def _draw_period(raw: str, there: Offered) -> tuple[Period, bool]:
    """The period select box and, for other months, two more. Answers the period and whether it moves with the data."""
    period = parse_period(raw) if raw else there.latest_year
    latest = "Latest full year (moves)" if there.latest_year.is_year else "Latest months (moves)"
    names = {"": latest, **there.period_names, OTHER_MONTHS: "Other months …"}
    listed = not raw or period.key in there.period_names
    shown = (period.key if raw else "") if listed else OTHER_MONTHS
    asked_for_other = st.session_state.get("choose-period") == OTHER_MONTHS
    choose("Period", "period", list(names), OTHER_MONTHS if asked_for_other else shown, names, keep=OTHER_MONTHS)
    if shown == OTHER_MONTHS or asked_for_other:
        _draw_months(period, there.months)
    return period, not raw


def _draw_months(period: Period, covered: Sequence[date]) -> None:
    months = sorted({*covered, *period.months})
    names = {month: f"{month:%B %Y}" for month in months}
    st.session_state["choose-first"], st.session_state["choose-last"] = period.start, period.last_month
    for label, key in (("From", "choose-first"), ("To", "choose-last")):
        st.selectbox(label, months, key=key, format_func=lambda month: names[month], on_change=_take_months)


def _take_months() -> None:
    first, last = st.session_state["choose-first"], st.session_state["choose-last"]
    first, last = min(first, last), max(first, last)
    st.session_state["period"] = Period(first, add_months(last, 1)).key


def _draw_comparison(raw: dict[str, str], period: Period, there: Offered) -> tuple[str, Period | None]:
    """Draws what to compare with; whether it can be compared is judged when every filter stands there to be changed."""
    against = raw["against"] or DEFAULT_AGAINST
    if against not in AGAINST:
        raise UnknownChoice(f"This link compares with something that does not exist: {against}. {_there_is(AGAINST)}")
    choose("Compared with", "against", list(AGAINST), against, AGAINST, default=DEFAULT_AGAINST)
    baseline = parse_period(raw["baseline"]) if raw["baseline"] else None
    if against != "baseline":
        return against, None
    possible = [p for _, p in there.periods if p.length == period.length and not p.overlaps(period)]
    if not baseline and not possible:
        return against, None
    baseline = baseline or _usual_baseline(period, possible)
    names = {p.key: p.label for p in sorted({*possible, baseline}, reverse=True)}
    choose("Baseline", "baseline", list(names), baseline.key, names)
    return against, baseline


def _usual_baseline(period: Period, possible: list[Period]) -> Period:
    """The newest earlier period of the same months; else any earlier one; else what there is."""
    earlier = [choice for choice in possible if choice.end <= period.start]
    same_months = [choice for choice in earlier if choice.start.month == period.start.month]
    return max(same_months or earlier or possible)


def _draw_lines(raw: str, names: dict[str, str]) -> list[str]:
    wanted = [key for key in raw.split(",") if key]
    unknown = [key for key in wanted if key not in names]
    if unknown:
        raise UnknownChoice(f"This link names a home that is not in the register: {unknown[0]}. {_there_is(names)}")
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


def _draw_provider(raw: str, providers: list[str]) -> str:
    if raw and not providers:
        raise UnknownChoice("This link chooses homes by provider. Your role sees its own homes and all homes together.")
    if raw and raw not in providers:
        raise UnknownChoice(f"This link names a provider that no home has: {raw}. {_there_is(providers)}")
    if len(providers) > 1:
        names = {"": "All", **{name: name.capitalize() for name in providers}}
        choose("Provider", "provider", list(names), raw, names)
    return raw


def choose(
    label: str,
    parameter: str,
    keys: Sequence[str],
    chosen: str,
    names: dict[str, str],
    *,
    default: str = "",
    keep: str = "",
    empties: Sequence[str] = (),
) -> None:
    """A select box that shows names and writes keys; choosing `default` empties the parameter, `keep` leaves it.

    `empties`: other parameters whose values do not outlive another choice here.
    """
    widget = f"choose-{parameter}"
    st.session_state[widget] = chosen

    def take() -> None:
        key = st.session_state[widget]
        if not keep or key != keep:
            st.session_state.update({parameter: "" if key == default else key, **dict.fromkeys(empties, "")})

    st.selectbox(label, keys, key=widget, format_func=lambda key: names[key], on_change=take)


def _there_is(known: Sequence[str] | dict[str, str]) -> str:
    return f"There is: {', '.join(known)}."
