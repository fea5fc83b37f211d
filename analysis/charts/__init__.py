"""Released tables into figures. A chart draws; it never adds up, sorts by value or rounds."""

from analysis.charts.breakdown import TYPES_DRAWN_NOTE, drawn_types, type_pairs_chart
from analysis.charts.comparison import paired_counts_chart
from analysis.charts.cromarty import cromarty_chart
from analysis.charts.missing import missing_share_chart
from analysis.charts.scale import enlarged
from analysis.charts.theme import dressed
from analysis.charts.youth_justice import youth_justice_chart

__all__ = [
    "TYPES_DRAWN_NOTE",
    "cromarty_chart",
    "drawn_types",
    "dressed",
    "enlarged",
    "missing_share_chart",
    "paired_counts_chart",
    "type_pairs_chart",
    "youth_justice_chart",
]
