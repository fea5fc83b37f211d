"""Styles by what they are for: the document's own where it has them, else one made in the look of the dashboard.

A style is found by its name, its identifier, another name it goes by, or (headings) its outline level, since
templates of other languages and other programs name the same style differently.
"""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.styles.style import StyleFactory

from analysis.charts.theme import HOME, QUIET_TEXT, TEXT

HEADING_COLOUR = HOME.removeprefix("#")
TEXT_COLOUR = TEXT.removeprefix("#")
QUIET_COLOUR = QUIET_TEXT.removeprefix("#")
GENERATED_FILL = "EEF2F6"
USUAL_SIZE, SMALLEST_SIZE = 20, 18  # half points: Word's own size where none is said; what can be read on paper
GENERATED_TEXT, GENERATED_BULLET = "Generated text", "Generated bullet"
NOTE, TABLE_TEXT, CHART, PAPER_TABLE = "Paper note", "Paper table text", "Paper chart", "Paper table"
TITLE, SUBTITLE, CAPTION, LIST_BULLET, HEADER, FOOTER = (
    "Title",
    "Subtitle",
    "caption",
    "List Bullet",
    "header",
    "footer",
)
HEADINGS = {1: "heading 1", 2: "heading 2", 3: "heading 3"}


@dataclass(frozen=True)
class Look:
    """A style to make where a document has none: WordprocessingML for its paragraphs and its letters."""

    paragraph: str = ""
    letters: str = ""
    based_on: str = ""
    followed_by_text: bool = True
    smaller: int = 0  # than the body text of the document, in half points


def _heading(points: int, before: int, level: int) -> Look:
    return Look(
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before * 20}" w:after="80" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{HEADING_COLOUR}"/><w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>',
    )


_GENERATED = (
    f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{HEADING_COLOUR}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{GENERATED_FILL}"/>'
)
LOOKS = {
    TITLE: Look(
        '<w:keepNext/><w:spacing w:before="0" w:after="80" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{HEADING_COLOUR}"/><w:sz w:val="48"/><w:szCs w:val="48"/>',
    ),
    SUBTITLE: Look(
        '<w:keepNext/><w:spacing w:before="0" w:after="160"/>',
        f'<w:color w:val="{QUIET_COLOUR}"/><w:sz w:val="26"/><w:szCs w:val="26"/>',
    ),
    HEADINGS[1]: _heading(18, 18, 1),
    HEADINGS[2]: _heading(15, 14, 2),
    HEADINGS[3]: _heading(13, 12, 3),
    CAPTION: Look(
        '<w:keepLines/><w:spacing w:before="160" w:after="80" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{TEXT_COLOUR}"/><w:sz w:val="22"/><w:szCs w:val="22"/>',
    ),
    LIST_BULLET: Look('<w:spacing w:after="80"/><w:contextualSpacing/>', followed_by_text=False),
    HEADER: Look(
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{QUIET_COLOUR}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    FOOTER: Look(
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{QUIET_COLOUR}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    GENERATED_TEXT: Look(_GENERATED + '<w:ind w:left="227"/>', followed_by_text=False),
    GENERATED_BULLET: Look(_GENERATED, based_on=LIST_BULLET, followed_by_text=False),
    NOTE: Look(
        '<w:spacing w:before="80" w:after="160" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{QUIET_COLOUR}"/>',
        smaller=3,
    ),
    TABLE_TEXT: Look(
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/>'
        '<w:jc w:val="left"/>',
        followed_by_text=False,
        smaller=2,
    ),
    CHART: Look(
        '<w:keepNext/><w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:firstLine="0"/><w:jc w:val="left"/>',
    ),
}
BUILT_IN = {TITLE, SUBTITLE, CAPTION, LIST_BULLET, HEADER, FOOTER, *HEADINGS.values()}


def paragraph_style(document: Any, name: str) -> Any:
    """The document's style for this purpose, made where it has none."""
    found = _found(document, name)
    return found if found is not None else _made(document, name)


def table_style(document: Any) -> Any:
    """The document's "Table Grid", else the first table style of its own, else ours."""
    tables = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    grids = [style for style in tables if _plain(style.name) == "tablegrid"]
    own = [style for style in tables if style.element.get(qn("w:customStyle")) == "1"]
    return next(iter(grids + own), None) or _added(document, _PAPER_TABLE.format(id=_free_id(document, PAPER_TABLE)))


def body_font(document: Any) -> str:
    """The letters of the document's body text where a style names them; "" where its theme does."""
    normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    places = [normal.element] if normal is not None else []
    places += document.styles.element.findall(qn("w:docDefaults"))
    for place in places:
        for fonts in place.iter(qn("w:rFonts")):
            if fonts.get(qn("w:asciiTheme")):
                return ""
            if fonts.get(qn("w:ascii")):
                return str(fonts.get(qn("w:ascii")))
    return ""


def _body_size(document: Any) -> int:
    """The size of the document's body text, in half points."""
    normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    places = [normal.element] if normal is not None else []
    places += document.styles.element.findall(qn("w:docDefaults"))
    sizes = [size.get(qn("w:val"), "") for place in places for size in place.iter(qn("w:sz"))]
    return next((int(size) for size in sizes if size.isdecimal()), USUAL_SIZE)


def _plain(name: str | None) -> str:
    return "".join((name or "").lower().split())


def _found(document: Any, name: str) -> Any:
    """By name, then identifier, then another name, then outline level."""
    styles = [style for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH]
    wanted = _plain(name)
    for style in styles:
        if _plain(style.element.name_val) == wanted:
            return style
    for style in styles if name in BUILT_IN else []:
        if _plain(style.style_id) == wanted:
            return style
    for style in styles:
        if wanted in map(_plain, _also_named(style)):
            return style
    level = next((str(level - 1) for level, heading in HEADINGS.items() if heading == name), None)
    return next((style for style in styles if level is not None and _outline_level(style) == level), None)


def _also_named(style: Any) -> list[str]:
    aliases = style.element.find(qn("w:aliases"))
    return [] if aliases is None else str(aliases.get(qn("w:val"), "")).split(",")


def _outline_level(style: Any) -> str | None:
    outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    return None if outline is None else outline.get(qn("w:val"))


def _made(document: Any, name: str) -> Any:
    look = LOOKS[name]
    normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    parent = paragraph_style(document, look.based_on) if look.based_on else normal
    based_on = "" if parent is None else f'<w:basedOn w:val="{parent.style_id}"/>'
    following = "" if normal is None or not look.followed_by_text else f'<w:next w:val="{normal.style_id}"/>'
    letters = look.letters
    if look.smaller:
        size = max(SMALLEST_SIZE, _body_size(document) - look.smaller)
        letters += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    custom = "" if name in BUILT_IN else ' w:customStyle="1"'
    return _added(
        document,
        f'<w:style {nsdecls("w")} w:type="paragraph"{custom} w:styleId="{_free_id(document, name)}">'
        f'<w:name w:val="{name}"/>{based_on}{following}<w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{look.paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>",
    )


def _free_id(document: Any, name: str) -> str:
    """An identifier no other style has: "heading 1" becomes "Heading1"."""
    taken = {style.style_id for style in document.styles}
    wanted = "".join(word[:1].upper() + word[1:] for word in name.split())
    return next(found for number in range(len(taken) + 1) if (found := f"{wanted}{number or ''}") not in taken)


def _added(document: Any, xml: str) -> Any:
    element = parse_xml(xml)
    document.styles.element.append(element)
    return StyleFactory(element)


_PAPER_TABLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{{id}}"><w:name w:val="{PAPER_TABLE}"/>'
    '<w:uiPriority w:val="1"/><w:qFormat/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:space="0" w:color="{line}"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{line}"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{line}"/></w:tcBorders>'
    '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/></w:tcPr></w:tblStylePr></w:style>'
).replace("{line}", HEADING_COLOUR)
