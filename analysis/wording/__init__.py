"""Figures into sentences: the only place that makes them, from released tables alone, as plain text."""

from analysis.wording.breakdown import breakdown_sentences, breakdown_title, outcome_sentences, outcome_title
from analysis.wording.comparison import Thing, comparison_sentences, comparison_title, tile
from analysis.wording.cromarty import cromarty_sentences, cromarty_tile, cromarty_title
from analysis.wording.missing import missing_sentences, missing_tile, missing_title
from analysis.wording.scope import NOT_ALLOWED_FOR_OCCUPANCY, POPULATIONS, scope_line
from analysis.wording.words import FORBIDDEN
from analysis.wording.youth_justice import youth_justice_sentences, youth_justice_tile, youth_justice_title

__all__ = [
    "FORBIDDEN",
    "NOT_ALLOWED_FOR_OCCUPANCY",
    "POPULATIONS",
    "Thing",
    "breakdown_sentences",
    "breakdown_title",
    "comparison_sentences",
    "comparison_title",
    "cromarty_sentences",
    "cromarty_tile",
    "cromarty_title",
    "missing_sentences",
    "missing_tile",
    "missing_title",
    "outcome_sentences",
    "outcome_title",
    "scope_line",
    "tile",
    "youth_justice_sentences",
    "youth_justice_tile",
    "youth_justice_title",
]
