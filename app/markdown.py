"""Text that Streamlit's markdown must leave alone."""

import re

import pandas as pd

MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:-])")
NUMBERED = re.compile(r"^([0-9]+)\.")


def plain(text: str) -> str:
    """Escapes what markdown reads: police labels carry asterisks, Streamlit reads colons, and "1." begins a list."""
    return NUMBERED.sub(r"\1\\.", MARKDOWN.sub(r"\\\1", str(text)))


def plain_cells(table: pd.DataFrame) -> pd.DataFrame:
    """A table of texts in which nothing is taken for Markdown."""
    return pd.DataFrame({column: [plain(cell) for cell in table[column]] for column in table.columns})
