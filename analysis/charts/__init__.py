"""Released tables into figures. A chart draws; it never adds up, sorts by value or rounds."""

from analysis.charts.benchmarks import convicted_or_cautioned_chart
from analysis.charts.breakdown import TYPES_DRAWN_NOTE, drawn_types, type_pairs_chart
from analysis.charts.children import involvement_chart
from analysis.charts.comparison import paired_counts_chart
from analysis.charts.cromarty import cromarty_chart
from analysis.charts.interventions import (
    DELIVERERS_DRAWN,
    DELIVERERS_DRAWN_NOTE,
    contacts_by_month_chart,
    deliverer_pairs_chart,
)
from analysis.charts.missing import missing_share_chart
from analysis.charts.monthly import (
    HOMES_DRAWN,
    HOMES_DRAWN_NOTE,
    homes_by_month_chart,
    limits_by_month_chart,
    missing_by_month_chart,
)
from analysis.charts.occupancy import rates_chart
from analysis.charts.ratios import homes_forest_chart, types_forest_chart
from analysis.charts.scale import enlarged
from analysis.charts.series import series_chart
from analysis.charts.theme import dressed
from analysis.charts.youth_justice import youth_justice_chart

__all__ = [
    "DELIVERERS_DRAWN",
    "DELIVERERS_DRAWN_NOTE",
    "HOMES_DRAWN",
    "HOMES_DRAWN_NOTE",
    "TYPES_DRAWN_NOTE",
    "contacts_by_month_chart",
    "convicted_or_cautioned_chart",
    "cromarty_chart",
    "deliverer_pairs_chart",
    "drawn_types",
    "dressed",
    "enlarged",
    "homes_by_month_chart",
    "homes_forest_chart",
    "involvement_chart",
    "limits_by_month_chart",
    "missing_by_month_chart",
    "missing_share_chart",
    "paired_counts_chart",
    "rates_chart",
    "series_chart",
    "type_pairs_chart",
    "types_forest_chart",
    "youth_justice_chart",
]
