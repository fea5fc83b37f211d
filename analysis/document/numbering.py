"""Bullets of a list: the template's own where its style has them, else a plain round one."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

_BULLET = (
    '<w:abstractNum {spaces} w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum>'
)


def give_bullets(document: Any, style: Any) -> None:
    """Bullets for a list style that has none, neither itself nor from the styles it is based on."""
    ancestor = style
    while ancestor is not None:
        if ancestor.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            return
        ancestor = ancestor.base_style
    number = _bullet_number(_numbering(document))
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number


def _numbering(document: Any) -> Any:
    """The document's definitions of lists, made where it has none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        empty = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        package = document.part.package
        part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part.element


def _bullet_number(numbering: Any) -> int:
    """The number of a new list definition; definitions stand before the lists that use them."""
    taken = [int(found.get(qn("w:abstractNumId"))) for found in numbering.findall(qn("w:abstractNum"))]
    number = max(taken, default=-1) + 1
    definition = parse_xml(_BULLET.format(spaces=nsdecls("w"), number=number))
    lists = numbering.findall(qn("w:num"))
    if lists:
        lists[0].addprevious(definition)
    else:
        numbering.append(definition)
    return int(numbering.add_num(number).numId)
