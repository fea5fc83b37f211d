"""Small documents, tables and charts."""

import pandas as pd
import pytest

from analysis.document import ChartPiece, Series, document
from analysis.tables import Table
from tests.analysis.document.opened import SETTINGS, Opened


@pytest.fixture(name="made")
def made_fixture():
    def made(*pieces, settings=SETTINGS, template=None):
        return Opened(document(pieces, settings, template))

    return made


@pytest.fixture(name="table_of")
def table_of_fixture():
    def table_of(title="Crimes at homes", **columns):
        text = pd.DataFrame(columns)
        return Table(title, text, text)

    return table_of


@pytest.fixture(name="chart_of")
def chart_of_fixture():
    def chart_of(**changed):
        plain = {
            "kind": "paired bars",
            "categories": ["Home 1", "Home 2", "Home 3/4"],
            "series": [Series("2021-22", [18, None, 4]), Series("2022-23", [5, 10, 3])],
            "title": "Fewer crimes at the homes",
            "alt": "Bars: Home 1 from 18 to 5 crimes.",
            "caption": "Crimes at the homes",
            "axis_title": "Crimes",
        }
        return ChartPiece(**{**plain, **changed})

    return chart_of
