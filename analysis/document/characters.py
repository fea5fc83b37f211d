"""The characters a document can hold: XML has no place for most control characters and for halves of pairs."""

import re

NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without the characters XML cannot hold; every end of a line is a plain one."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def on_one_line(text: str) -> str:
    """Printable text with single spaces, for names and properties that have one line only."""
    return " ".join(printable(text).split())
