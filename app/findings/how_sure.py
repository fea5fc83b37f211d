"""What stands behind "How sure are we?", for each kind of finding: intervals, their tables, and what cannot be said."""

import pandas as pd

from analysis.charts import homes_forest_chart, types_forest_chart
from analysis.disclosure import Released, release
from analysis.formats import PERCENTAGE_FROM
from analysis.interval_tables import (
    against_table,
    count_interval_table,
    ratio_table,
    share_interval_table,
    sign_table,
    widened_table,
)
from analysis.missing import MEASURE as MISSING_SHARE
from analysis.period_totals import Supplied
from analysis.results import ALL_HOMES, SHOWN
from analysis.uncertainty import count_intervals, result_shares, type_ratios
from analysis.wording import (
    CANNOT_SAY_COMPARISON,
    CANNOT_SAY_CROMARTY,
    CANNOT_SAY_MISSING,
    CANNOT_SAY_OUTCOMES,
    CANNOT_SAY_TYPES,
    CANNOT_SAY_YJS,
    Thing,
    cromarty_interval_sentences,
    outcome_share_sentences,
    ratio_alt,
    ratio_sentences,
    share_interval_sentences,
    type_ratio_alt,
    type_ratio_sentences,
    youth_justice_interval_sentences,
)
from analysis.youth_justice import KEYS as YJS_KEYS
from analysis.youth_justice import YJS_MEASURES
from app.findings.finding import HowSure, Question

OFFENCES = next(measure.label for measure in YJS_MEASURES if measure.key == "offences")


def of_comparison(released: Released, thing: Thing, question: Question) -> HowSure | None:
    """Behind homes against their neighbourhoods; nothing where no home is compared."""
    sentences = ratio_sentences(released, thing, **question.said)
    if not sentences:
        return None
    against = against_table(released, "Against the neighbourhood", total_name=question.total_name)
    return HowSure(
        sentences=tuple(sentences),
        cannot_say=CANNOT_SAY_COMPARISON,
        tables=(
            ratio_table(released, "If every event were separate", "place", "Place", total_name=question.total_name),
            widened_table(released, "Allowing for events in runs", "place", "Place", total_name=question.total_name),
            *([against] if _is_shown(released, "ratio_of_ratios") else []),
        ),
        figure=homes_forest_chart(released, total_name=question.total_name),
        alt=ratio_alt(released, total_name=question.total_name),
    )


def of_types(
    released: Released, line: str, told: Supplied, places: pd.DataFrame, thing: Thing, question: Question
) -> HowSure | None:
    """Behind a breakdown by type, of types that may be named in a room; nothing where a period was not supplied."""
    open_rows = released.open_frame
    if not open_rows.loc[open_rows["line"].eq(line) & open_rows["measure"].eq("change"), "status"].eq(SHOWN).any():
        return None
    ratios = type_ratios(
        open_rows,
        told.counts,
        places,
        question.previous,
        question.current,
        line,
        totals_only={period for _, period in told.totals_only},
    )
    table = release({"ratios": ratios}, question.audience)["ratios"]
    some = not table.frame.empty
    return HowSure(
        sentences=tuple(type_ratio_sentences(table, thing, **question.labels)),
        cannot_say=CANNOT_SAY_TYPES,
        tables=(
            ratio_table(table, "If every event were separate", "type", "Type"),
            widened_table(table, "Allowing for events in runs", "type", "Type"),
        )
        if some
        else (),
        figure=types_forest_chart(table) if some else None,
        alt=type_ratio_alt(table) if some else "",
    )


def of_missing_shares(released: Released, question: Question) -> HowSure | None:
    """Behind the missing share; nothing where no share is compared."""
    sentences = share_interval_sentences(released, together=question.said["together"])
    if not sentences:
        return None
    table = share_interval_table(
        released,
        "Missing-person share with its interval",
        "line",
        "Home",
        _periods(question),
        measure=MISSING_SHARE,
        decimals=1,
        names={ALL_HOMES: question.total_name},
    )
    return HowSure(tuple(sentences), CANNOT_SAY_MISSING, (table,))


def of_outcomes(released: Released, question: Question) -> HowSure | None:
    """Behind the outcomes of crimes; nothing where a period was not supplied, or without crimes."""
    sentences = outcome_share_sentences(released, **question.labels)
    if not sentences:
        return None
    table = share_interval_table(
        released,
        "Share of all crimes with its interval",
        "outcome_class",
        "Outcome",
        _periods(question),
        least=PERCENTAGE_FROM,
    )
    return HowSure(tuple(sentences), CANNOT_SAY_OUTCOMES, (table,))


def of_youth_justice(released: Released, question: Question) -> HowSure | None:
    """Behind the Youth Justice Service's table; nothing where a period was not supplied."""
    intervals = count_intervals(released.frame, YJS_KEYS, ratios_of=[OFFENCES])
    table = release({"intervals": intervals}, question.audience)["intervals"]
    sentences = youth_justice_interval_sentences(table)
    if not sentences:
        return None
    return HowSure(
        tuple(sentences),
        CANNOT_SAY_YJS,
        (
            ratio_table(table, "Offences: times as many as before", "label", "Measure"),
            count_interval_table(table, "Counts with their intervals", "Measure", _periods(question)),
        ),
    )


def of_cromarty(summary: Released, names: dict[str, str], question: Question) -> HowSure | None:
    """Behind the Cromarty scores; nothing where no child can be compared."""
    table = release({"shares": result_shares(summary.frame)}, question.audience)["shares"]
    sentences = cromarty_interval_sentences(table)
    if not sentences:
        return None
    return HowSure(
        tuple(sentences),
        CANNOT_SAY_CROMARTY,
        (
            share_interval_table(
                table,
                "Share of the children compared",
                "result",
                "Score",
                {"current": question.current.label},
                names=names,
            ),
            sign_table(table, "Higher or lower than at the first meeting"),
        ),
    )


def _periods(question: Question) -> dict[str, str]:
    return {"previous": question.previous.label, "current": question.current.label}


def _is_shown(released: Released, measure: str) -> bool:
    frame = released.frame
    return bool((frame["measure"].eq(measure) & frame["status"].eq(SHOWN)).any())
