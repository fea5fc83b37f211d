"""What a Finding needs before it is drawn, done once for all visitors: the look of figures, and cells as plain text."""

from dataclasses import replace

from analysis.charts import dressed
from analysis.tables import Table
from app.findings.finding import Finding, HowSure
from app.markdown import plain_cells


def ready(finding: Finding) -> Finding:
    """The finding with figures in the product's look and tables that hold no Markdown."""
    return replace(
        finding,
        figure=dressed(finding.figure) if finding.figure is not None else None,
        tables=tuple(_plain(table) for table in finding.tables),
        room_table=_plain(finding.room_table) if finding.room_table else None,
        how_sure=_how_sure(finding.how_sure) if finding.how_sure else None,
    )


def _how_sure(told: HowSure) -> HowSure:
    figure = dressed(told.figure) if told.figure is not None else None
    return replace(told, figure=figure, tables=tuple(_plain(table) for table in told.tables))


def _plain(table: Table) -> Table:
    return replace(table, text=plain_cells(table.text))
