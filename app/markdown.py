"""Text that Streamlit's markdown must leave alone."""

import re

import pandas as pd

MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:-])")


def plain(text: str) -> str:
    """Escapes what markdown reads: police labels carry asterisks, and Streamlit reads colons."""
    return MARKDOWN.sub(r"\\\1", str(text))


def plain_cells(table: pd.DataFrame) -> pd.DataFrame:
    """A table of texts in which nothing is taken for Markdown."""
    return pd.DataFrame({column: [plain(cell) for cell in table[column]] for column in table.columns})
