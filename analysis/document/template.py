"""The document to write into: a council's own template without its text, or a plain one in the dashboard's look."""

import io
from copy import deepcopy
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from analysis.document.package_check import BROKEN, NO_DOCUMENT, TemplateRefused, check_package

__all__ = ["TemplateRefused", "empty_document"]

# Of the parts a document leads to, these give it its looks; all others belong to the text that is removed.
LOOKS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.HEADER,
    RELATIONSHIP_TYPE.FOOTER,
}
OF_THE_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
# Settings of the removed text or of the file the template was made from, or that keep people from editing the paper.
SETTINGS_TO_REMOVE = (
    "attachedTemplate",
    "mailMerge",
    "documentProtection",
    "writeProtection",
    "trackRevisions",
    "footnotePr",
    "endnotePr",
    "docVars",
    "linkStyles",
    "savePreviewPicture",
    "saveThroughXslt",
)
PLAIN_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
FONT = "Arial"
NEWEST_WORD = "15"  # with less, Word opens the paper in its compatibility mode
HALF_POINTS = "23"
PAGES_CM = {
    "page_width": 21.0,
    "page_height": 29.7,
    "left_margin": 2.5,
    "right_margin": 2.5,
    "top_margin": 2.3,
    "bottom_margin": 2.3,
    "header_distance": 1.1,
    "footer_distance": 1.1,
}


def empty_document(template: bytes | None) -> Any:
    """A document without text: the template's styles, header, footer and pages, or plain ones without a template."""
    if template is None:
        return _plain_document()
    check_package(template)
    try:
        document = docx.Document(io.BytesIO(template))
        _remove_text(document)
        _remove_what_belonged_to_it(document)
        _give_pages(document.sections[-1])
        # What is read later must be there, or the refusal would come too late.
        _ = (len(document.styles), document.settings, document.core_properties.title)
    except (*BROKEN, AttributeError, TypeError, IndexError) as broken:
        raise TemplateRefused(NO_DOCUMENT) from broken
    return document


def _remove_text(document: Any) -> None:
    """All of the body but how its pages are laid out; headers that the last part took from earlier ones stay."""
    body = document.element.body
    layouts = list(body.iter(qn("w:sectPr")))
    last = deepcopy(layouts[-1]) if layouts else OxmlElement("w:sectPr")
    for tag in ("w:sectPrChange", "w:printerSettings"):
        for found in last.findall(qn(tag)):
            last.remove(found)
    kinds = {_kind(reference) for reference in _references(last)}
    for layout in reversed(layouts[:-1]):
        for reference in _references(layout):
            if _kind(reference) not in kinds:
                kinds.add(_kind(reference))
                last.insert(0, deepcopy(reference))
    for child in list(body):
        body.remove(child)
    body.append(last)
    background = document.element.find(qn("w:background"))
    if background is not None:
        document.element.remove(background)


def _references(layout: Any) -> list[Any]:
    return [child for child in layout if child.tag in (qn("w:headerReference"), qn("w:footerReference"))]


def _kind(reference: Any) -> tuple[str, str]:
    return str(reference.tag), str(reference.get(qn("w:type"), "default"))


def _remove_what_belonged_to_it(document: Any) -> None:
    """Pictures, comments, notes and properties of the removed text leave the file with it."""
    used = {reference.get(qn("r:id")) for reference in _references(document.element.body[-1])}
    headers = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype not in LOOKS or (relation.reltype in headers and name not in used):
            _remove_relation(document.part, name)
    _remove_others(document.part.package, OF_THE_PACKAGE)
    _remove_others(document.part._settings_part, set())
    for setting in SETTINGS_TO_REMOVE:
        for found in document.settings.element.findall(qn(f"w:{setting}")):
            document.settings.element.remove(found)


def _remove_others(part: Any, kept: set[str]) -> None:
    for name, relation in list(part.rels.items()):
        if relation.reltype not in kept:
            _remove_relation(part, name)


def _remove_relation(part: Any, name: str) -> None:
    del part.rels[name]
    part.rels.related_parts.pop(name, None)


def _plain_document() -> Any:
    """A4 portrait with the styles that Word cannot do without; all others are made when they are first used."""
    document = docx.Document()
    _remove_text(document)
    _remove_what_belonged_to_it(document)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.name_val not in PLAIN_STYLES:
            styles.remove(style)
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    styles.replace(styles.find(qn("w:docDefaults")), parse_xml(_DEFAULTS))
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), NEWEST_WORD)
    layout = document.element.body[-1]
    for tag in ("w:pgSz", "w:pgMar"):
        for found in layout.findall(qn(tag)):
            layout.remove(found)
    _give_pages(document.sections[-1])
    return document


def _give_pages(section: Any) -> None:
    """A4 and our margins where a document says nothing of its pages: without them no table can be laid out."""
    for name, size in PAGES_CM.items():
        if getattr(section, name) is None:
            setattr(section, name, Cm(size))


_DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    f'<w:sz w:val="{HALF_POINTS}"/><w:szCs w:val="{HALF_POINTS}"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
