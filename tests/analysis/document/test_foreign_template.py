"""A whole paper in the template of another council: its looks are used, and nothing of the paper is lost.

Templates that are refused (macros, .dotx, a zip bomb and others) stand in test_template.py.
"""

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from analysis.document import DocumentSettings, document
from analysis.tables import MARKING
from tests.analysis.document.opened import Opened
from tests.analysis.document.test_whole_paper import paper

COVER = "Barchester County Council: cover of another paper"
OWN_NUMBERS = (
    '<w:abstractNum {spaces} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>'
    '<w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/>'
    '<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
)


def saved(word):
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def barchester():
    """Letters, pages, cover, header and footer as another council has them."""
    word = docx.Document()
    word.styles["Normal"].font.name = "Trebuchet MS"
    word.styles["Normal"].font.size = Pt(12)
    word.add_paragraph(COVER)
    word.add_picture(io.BytesIO(PICTURE))
    cover = word.sections[0]
    cover.header.paragraphs[0].text = "Barchester County Council"
    cover.footer.paragraphs[0].text = "www.barchester.example"
    word.add_section(WD_SECTION.NEW_PAGE)
    word.add_paragraph(COVER)
    return word


# One white point.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)


def without_styles_of_its_own():
    """Only what Word cannot do without: no heading, no list, no caption, no table."""
    word = barchester()
    kept = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
    for style in list(word.styles):
        if style.name not in kept:
            style.delete()
    return word


def with_headings_under_its_own_names():
    """Headings that are styles of its own, told from text by their look alone."""
    word = without_styles_of_its_own()
    for name in ("Barchester big", "Barchester small"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).font.bold = True
    return word


def with_numbered_headings():
    word = barchester()
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(OWN_NUMBERS.format(spaces=nsdecls("w"))))
    number = numbering.add_num(77).numId
    for level in (1, 2):
        properties = word.styles[f"Heading {level}"].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number
        properties.get_or_add_ilvl().val = level - 1
    return word


def landscape_in_two_columns():
    word = barchester()
    last = word.sections[-1]
    last.orientation, last.page_width, last.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    columns = last._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "720")
    return word


def empty():
    """A template with nothing in it, not even a paragraph."""
    word = docx.Document()
    body = word.element.body
    for child in list(body):
        body.remove(child)
    return word


TEMPLATES = (
    barchester,
    without_styles_of_its_own,
    with_headings_under_its_own_names,
    with_numbered_headings,
    landscape_in_two_columns,
    empty,
)


def in_template(template):
    return Opened(document(list(paper(3, 3)), DocumentSettings("Annual paper"), template))


@pytest.fixture(scope="module")
def plain():
    return in_template(None)


def told(opened):
    """All that the document says: its paragraphs, the cells of its tables, how many charts it has."""
    cells = [[cell.text for row in table.rows for cell in row.cells] for table in opened.word.tables]
    return [line.text for line in opened.word.paragraphs], cells, len(opened.names("word/charts/chart"))


def outline(opened):
    """The headings as Word's navigation shows them: level and text."""
    found = []
    for line in opened.word.paragraphs:
        level = line.style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            found.append((int(level.get(qn("w:val"))) + 1, line.text))
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda made: made.__name__)
def test_nothing_of_the_paper_is_lost_and_nothing_of_the_cover_stays(plain, template):
    opened = in_template(saved(template()))
    assert told(opened) == told(plain)
    assert outline(opened) == outline(plain) != []
    assert list(opened.dangling()) == []
    assert COVER not in opened.part("word/document.xml").decode()
    assert opened.names("word/media/") == []
    headers = [line.text for line in opened.word.sections[0].header.paragraphs]
    assert MARKING in headers
    assert ("Barchester County Council" in headers) == (template is not empty)


def test_letters_header_and_footer_are_the_councils(plain):
    opened = in_template(saved(without_styles_of_its_own()))
    assert b'typeface="Trebuchet MS"' in opened.part("word/charts/chart1.xml")
    assert opened.word.styles["Paper table text"].font.size == Pt(11)
    assert "www.barchester.example" in [line.text for line in opened.word.sections[0].footer.paragraphs]


def test_numbered_headings_keep_the_councils_numbers_and_bullets_stay_bullets():
    opened = in_template(saved(with_numbered_headings()))
    numbering = opened.xml("word/numbering.xml")
    lists = {found.get(qn("w:numId")): found[0].get(qn("w:val")) for found in numbering.findall(qn("w:num"))}
    definitions = {found.get(qn("w:abstractNumId")): found for found in numbering.findall(qn("w:abstractNum"))}

    def number_of(style):
        properties = opened.word.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        definition = definitions[lists[properties.find(qn("w:numId")).get(qn("w:val"))]]
        level = properties.find(qn("w:ilvl"))
        at = definition.findall(qn("w:lvl"))[int(level.get(qn("w:val"))) if level is not None else 0]
        return at.find(qn("w:numFmt")).get(qn("w:val")), at.find(qn("w:lvlText")).get(qn("w:val"))

    assert number_of("Heading 1") == ("decimal", "%1")
    assert number_of("Heading 2") == ("decimal", "%1.%2")
    assert number_of("List Bullet")[0] == "bullet"
    assert [line.style.name for line in opened.word.paragraphs if line.text == "Purpose"] == ["Heading 1"]


def test_a_landscape_page_in_two_columns_has_tables_and_charts_that_fit_a_column():
    opened = in_template(saved(landscape_in_two_columns()))
    section = opened.word.sections[0]
    column = (section.page_width - section.left_margin - section.right_margin - 720 * 635) / 2
    assert section.page_width > section.page_height
    for extent in opened.xml().iter(qn("wp:extent")):
        assert int(extent.get("cx")) <= column * 1.01
    for table in opened.word.tables:
        widths = [int(found.get(qn("w:w"))) * 635 for found in table._tbl.tblGrid]
        assert sum(widths) <= column * 1.01
