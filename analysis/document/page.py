"""What stands around the text: header, footer, language, properties, and how wide the text is."""

import re
from datetime import datetime, time
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from analysis.document.characters import on_one_line
from analysis.document.fields import add_field
from analysis.document.package_check import TemplateRefused
from analysis.document.pieces import DocumentSettings
from analysis.document.styles import FOOTER, HEADER, paragraph_style

LONGEST_PROPERTY = 255
PUBLIC, NOT_PUBLIC = "for the public", "not for publication"
CONTRARY_MARKING = (
    'The header or footer of this template says "{said}", and this document is marked "{marking}". Take a template '
    "without it, or remove it there."
)
BETWEEN = "  |  "
PAGE_FIELD = re.compile(r"\bPAGE\b")
EMU_PER_TWIP = 635
# A document without a date still needs one in its properties; the day is no one's.
NO_DATE = datetime(2000, 1, 1)


def text_size(document: Any) -> tuple[int, int]:
    """Width and height of the text on a page, in EMU; of one column where a template has several."""
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin - (section.gutter or 0)
    columns = section._sectPr.find(qn("w:cols"))
    if columns is not None and int(columns.get(qn("w:num"), 1)) > 1:
        count, space = int(columns.get(qn("w:num"))), int(columns.get(qn("w:space"), 720)) * EMU_PER_TWIP
        width = (width - (count - 1) * space) // count
    height = section.page_height - abs(section.top_margin) - abs(section.bottom_margin)
    return int(width), int(height)


def set_language(document: Any, language: str) -> None:
    """The language of the whole document, also where a style of the template says another."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    letters = _child(_child(defaults, "w:rPrDefault", first=True), "w:rPr")
    _child(letters, "w:lang")
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
    for found in document.settings.element.findall(qn("w:themeFontLang")):
        found.set(qn("w:val"), language)


def set_properties(document: Any, settings: DocumentSettings) -> None:
    """Title, subject, author, language and marking as properties; nothing of the template's own stays."""
    properties = document.core_properties
    blank = ("category", "content_status", "identifier", "keywords", "version")
    texts = {
        **dict.fromkeys(blank, ""),
        "title": settings.title,
        "subject": settings.subject,
        "author": settings.author,
        "last_modified_by": settings.author,
        "language": settings.language,
        "comments": settings.marking,
    }
    for name, text in texts.items():
        setattr(properties, name, on_one_line(text)[:LONGEST_PROPERTY])
    properties.revision = 1
    when = datetime.combine(settings.paper_date, time()) if settings.paper_date else NO_DATE
    properties.created = properties.modified = when
    for printed in properties._element.findall(qn("cp:lastPrinted")):
        properties._element.remove(printed)


def require_own_marking(document: Any, marking: str) -> None:
    """Raise TemplateRefused where a template's header or footer says the opposite of the marking of this document."""
    is_public = PUBLIC in marking.lower()
    contrary = NOT_PUBLIC if is_public else PUBLIC
    if any(_says(place, contrary) for kinds in _around(document) for place in kinds):
        raise TemplateRefused(CONTRARY_MARKING.format(said=contrary, marking=on_one_line(marking)))


def _around(document: Any) -> list[tuple[Any, Any]]:
    """Every header with its footer that is seen on a page."""
    section = document.sections[-1]
    kinds = [(section.header, section.footer)]
    if section.different_first_page_header_footer:
        kinds.append((section.first_page_header, section.first_page_footer))
    if document.settings.odd_and_even_pages_header_footer:
        kinds.append((section.even_page_header, section.even_page_footer))
    return kinds


def write_around(document: Any, marking: str) -> None:
    """The marking in every header and footer, and "Page X of Y" in footers that have no page number yet."""
    kinds = _around(document)
    words = on_one_line(marking)
    for header, footer in kinds:
        if words and not _says(header, words):
            _new_line(document, header, HEADER).add_run(words).bold = True
        numbered = _has_page_number(footer)
        says = not words or _says(footer, words)
        if numbered and says:
            continue
        line = _new_line(document, footer, FOOTER)
        if not says:
            line.add_run(words if numbered else f"{words}{BETWEEN}")
        if not numbered:
            _add_page_number(line)


def _new_line(document: Any, place: Any, style: str) -> Any:
    """The empty paragraph of a new header, or one below what a template's header says."""
    blank = place.is_linked_to_previous
    line = place.paragraphs[0] if blank else place.add_paragraph()
    line.style = paragraph_style(document, style)
    return line


def _says(place: Any, words: str) -> bool:
    if place.is_linked_to_previous:
        return False
    told = " ".join("".join(text.text or "" for text in place._element.iter(qn("w:t"))).split())
    return words.lower() in told.lower()


def _has_page_number(place: Any) -> bool:
    if place.is_linked_to_previous:
        return False
    codes = "".join(code.text or "" for code in place._element.iter(qn("w:instrText")))
    simple = " ".join(field.get(qn("w:instr"), "") for field in place._element.iter(qn("w:fldSimple")))
    return bool(PAGE_FIELD.search(f"{codes} {simple}"))


def _add_page_number(line: Any) -> None:
    line.add_run("Page ")
    add_field(line, "PAGE", "1")
    line.add_run(" of ")
    add_field(line, "NUMPAGES", "1")


def _child(parent: Any, name: str, *, first: bool = False) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.insert(0 if first else len(parent), found)
    return found
