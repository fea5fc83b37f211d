"""Takes down what every page of the running dashboard shows, asking as a visitor does."""

import json

from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.proto.AppPage_pb2 import AppPage

from benchmarks.shown import Pages, Shown
from benchmarks.visitor import Answer, visiting

PERIOD_BOX = "Period"
# Periods of the sample that are chosen while measuring. It has the same months of the year before of each.
PERIODS = (
    "Half-year Oct to Mar 2023",
    "Half-year Apr to Sep 2022",
    "Quarter Jan to Mar 2023",
)


def pages_of(address: str) -> list[AppPage]:
    """The pages of the dashboard, in the order of its menu."""
    with visiting(address) as visitor:
        return visitor.ask().pages


def taken_down(address: str, pages: list[AppPage]) -> Pages:
    """What each page shows as it opens and for each of the periods."""
    return {page.url_pathname: _views(address, page) for page in pages}


def failure(answer: Answer) -> bool:
    """Whether the page ended in an exception."""
    return bool(answer.of_kind("exception"))


def _views(address: str, page: AppPage) -> dict[str, Shown]:
    views = {}
    for period in ("", *PERIODS):
        with visiting(address) as visitor:  # a session of its own: a browser that has seen a chart is not sent it again
            answer = visitor.ask(page.page_script_hash)
            if period:
                answer = visitor.choose(answer.select_box(PERIOD_BOX), period, page.page_script_hash)
        if failure(answer):
            raise RuntimeError(f"The page {page.page_name} fails; nothing can be measured against it.")
        views[period or "as it opens"] = _shown(answer)
    return views


def _shown(answer: Answer) -> Shown:
    return Shown(
        charts=tuple(json.loads(chart.spec) for chart in answer.of_kind("plotly_chart")),
        tables=tuple(convert_arrow_bytes_to_pandas_df(table.arrow_data.data) for table in answer.of_kind("table")),
    )
