"""Text that Streamlit's markdown must leave alone."""

import re

MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:-])")


def plain(text: str) -> str:
    """Escapes what markdown reads: police labels carry asterisks, and Streamlit reads colons."""
    return MARKDOWN.sub(r"\\\1", str(text))
