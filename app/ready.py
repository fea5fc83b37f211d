"""What is done once for all visitors before a page is drawn: the look of figures, and cells as plain text."""

from dataclasses import replace

from analysis.charts import dressed
from analysis.tables import Table
from app.findings.about import About
from app.findings.finding import Finding, HowSure
from app.markdown import plain_cells


def ready(told: Finding | About) -> Finding | About:
    """The finding with figures in the product's look, and tables that hold no Markdown."""
    if isinstance(told, About):
        names = ("definitions", "populations", "coverage", "loads")
        return replace(told, **{name: plain_cells(getattr(told, name)) for name in names})
    return replace(
        told,
        figure=dressed(told.figure) if told.figure is not None else None,
        tables=tuple(_plain(table) for table in told.tables),
        room_table=_plain(told.room_table) if told.room_table else None,
        how_sure=_how_sure(told.how_sure) if told.how_sure else None,
    )


def _how_sure(told: HowSure) -> HowSure:
    figure = dressed(told.figure) if told.figure is not None else None
    return replace(told, figure=figure, tables=tuple(_plain(table) for table in told.tables))


def _plain(table: Table) -> Table:
    return replace(table, text=plain_cells(table.text))
