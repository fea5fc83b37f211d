"""Published series of children convicted or cautioned, as their sources print them."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Benchmark
from data_access.viewer import Viewer

NUMBERS = ("percent", "numerator", "denominator")


def fetch_benchmarks(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """Every published figure that is loaded, of whichever area: what an authority is compared with lies elsewhere.

    Columns: area, year, percent (as printed), numerator, denominator (where published), source; by source, area and
    year. It is a reference table: some areas of some sources, one row a year.
    """
    viewer.require_all_homes("partnership", authority)
    names = ("area", "year", *NUMBERS, "source")
    published = select(*(col(getattr(Benchmark, name)) for name in names)).order_by(
        col(Benchmark.source), col(Benchmark.area), col(Benchmark.year)
    )
    return fetch_frame(session, published).astype(dict.fromkeys(NUMBERS, "float64"))
