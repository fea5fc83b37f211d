"""A document opens again with what was put into it, in order, marked and numbered."""

import zipfile
from datetime import date
from io import BytesIO
from itertools import pairwise

import pandas as pd
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.document import (
    Bullets,
    DocumentSettings,
    Field,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    PrintedTable,
    SignOff,
    document,
)
from analysis.document.characters import on_one_line, printable
from analysis.tables import MARKING, Table
from tests.analysis.document.opened import SETTINGS, Opened


def test_headings_are_real_headings_in_the_order_given(made):
    opened = made(Heading("Purpose"), Paragraph("Why."), Heading("Crimes", 2), Heading("By type", 3), Heading("End"))
    headings = [(line.style.name, line.text) for line in opened.word.paragraphs if "Heading" in line.style.name]
    assert headings == [
        ("Heading 1", "Purpose"),
        ("Heading 2", "Crimes"),
        ("Heading 3", "By type"),
        ("Heading 1", "End"),
    ]
    levels = [style.find(f".//{qn('w:outlineLvl')}") for style in opened.xml("word/styles.xml").iter(qn("w:style"))]
    assert sorted(level.get(qn("w:val")) for level in levels if level is not None) == ["0", "1", "2"]


@pytest.mark.parametrize("level", [0, 4])
def test_a_heading_of_another_level_is_no_heading(level):
    with pytest.raises(ValueError, match="from 1 to 3"):
        Heading("Too deep", level)


def test_what_the_document_is_stands_above_its_text_and_in_its_properties(made):
    settings = DocumentSettings("Annual paper", "For the committee", "Head of Service", date(2023, 10, 31))
    opened = made(Paragraph("Text."), settings=settings)
    assert opened.texts("Title") == ["Annual paper"]
    assert opened.texts("Subtitle") == ["For the committee", "Head of Service, 31/10/2023"]
    properties = opened.word.core_properties
    assert (properties.title, properties.subject, properties.author) == (
        "Annual paper",
        "For the committee",
        "Head of Service",
    )
    assert properties.language == "en-GB"
    assert properties.created.date() == date(2023, 10, 31)


def test_a_document_without_a_title_is_not_made():
    with pytest.raises(ValueError, match="title"):
        DocumentSettings("  ")


def test_the_language_is_said_in_the_styles(made):
    opened = made(Paragraph("Text."), settings=DocumentSettings("Papur", language="cy-GB"))
    languages = {found.get(qn("w:val")) for found in opened.xml("word/styles.xml").iter(qn("w:lang"))}
    assert languages == {"cy-GB"}


def test_every_page_is_marked_above_and_below_and_numbered(made):
    opened = made(Paragraph("Text."))
    section = opened.word.sections[0]
    assert section.header.paragraphs[0].text == MARKING
    assert section.footer.paragraphs[0].text == f"{MARKING}  |  Page 1 of 1"
    assert opened.fields("word/footer1.xml") == ["PAGE", "NUMPAGES"]


def test_another_marking_stands_in_place_of_the_usual_one(made):
    opened = made(Paragraph("Text."), settings=DocumentSettings("Paper", marking="Draft for the steering group"))
    assert opened.word.sections[0].header.paragraphs[0].text == "Draft for the steering group"
    assert MARKING not in opened.word.sections[0].footer.paragraphs[0].text


def test_the_page_is_a4_portrait_and_every_table_fits_it(made, table_of):
    wide = table_of(**{f"A long heading of column {number}": ["1,234", "2"] for number in range(14)})
    opened = made(PrintedTable(wide, "Wide"), PrintedTable(table_of(Home=["Home 1"], Crimes=["3"]), "Narrow"))
    section = opened.word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    text = section.page_width - section.left_margin - section.right_margin
    for table in opened.word.tables:
        assert sum(cell.width for cell in table.rows[0].cells) == pytest.approx(text, rel=0.002)
        assert min(cell.width for cell in table.rows[0].cells) > 0


def test_bullets_are_items_of_a_real_list(made):
    opened = made(Bullets(["First.", "Second."]))
    assert opened.texts("List Bullet") == ["First.", "Second."]
    number = opened.xml("word/styles.xml").find(f".//{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val"))
    numbering = opened.xml("word/numbering.xml")
    assert number in [found.get(qn("w:numId")) for found in numbering.findall(qn("w:num"))]
    assert numbering.find(f".//{qn('w:numFmt')}").get(qn("w:val")) == "bullet"


def test_generated_text_is_marked_for_the_eye_and_in_words_and_accepted_text_is_not(made):
    opened = made(
        Paragraph("By a person."),
        Paragraph("Crimes fell.", generated=True),
        Bullets(["Home 1: fewer."], generated=True),
        Bullets(["Agreed."]),
    )
    assert opened.texts("Generated text") == ["Generated: Crimes fell."]
    assert opened.texts("Generated bullet") == ["Generated: Home 1: fewer."]
    assert opened.texts("Normal") == ["By a person."]
    assert opened.texts("List Bullet") == ["Agreed."]
    for name in ("Generated text", "Generated bullet"):
        style = opened.word.styles[name].element
        assert style.find(f".//{qn('w:pBdr')}/{qn('w:left')}").get(qn("w:val")) == "single"
        assert style.find(f".//{qn('w:shd')}").get(qn("w:fill")) not in ("auto", "FFFFFF")


def test_header_rows_are_marked_and_repeated_and_no_row_is_parted(made, table_of):
    table = table_of(Home=[f"Home {number}" for number in range(40)], Crimes=[str(number) for number in range(40)])
    opened = made(PrintedTable(table, "Crimes"), PrintedTable(table, "Again"), SignOff([("Legal", "", "")]))
    tables = list(opened.xml().iter(qn("w:tbl")))
    assert len(tables) == 3
    for found in tables:
        rows = found.findall(qn("w:tr"))
        assert [bool(row.findall(f".//{qn('w:tblHeader')}")) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        look = found.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
        assert look.get(qn("w:firstRow")) == "1"


def test_a_table_tells_its_title_and_its_columns_to_those_who_do_not_see_it(made, table_of):
    opened = made(PrintedTable(table_of("Crimes at homes", Home=["Home 1"], Crimes=["3"]), "Crimes by home"))
    properties = opened.xml().find(f".//{qn('w:tblPr')}")
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Crimes at homes"
    told = properties.find(qn("w:tblDescription")).get(qn("w:val"))
    assert told == "Crimes by home. Rows: 1. Columns: Home, Crimes."


def test_figures_stand_at_the_right_and_words_at_the_left(made, table_of):
    table = table_of(
        Home=["Home 1", "2022"],
        Crimes=["1,234", "not supplied"],
        Change=["-66.7%", "n/a"],
        Missing=["136 of 195", "0 of 0"],
        Said=["fewer", "3"],
    )
    opened = made(PrintedTable(table, "Crimes"))
    assert [cell.paragraphs[0].alignment for cell in opened.word.tables[0].rows[1].cells] == [None, 2, 2, 2, None]
    assert [cell.paragraphs[0].alignment for cell in opened.word.tables[0].rows[0].cells] == [None, 2, 2, 2, None]


def test_captions_are_numbered_by_fields_that_already_show_the_number(made, table_of, chart_of):
    table = table_of(Home=["Home 1"], Crimes=["3"])
    opened = made(
        PrintedTable(table, "First"), chart_of(caption="A picture"), PrintedTable(table, "Second"), chart_of()
    )
    captions = [line.replace("\N{NO-BREAK SPACE}", " ") for line in opened.texts("Caption")]
    assert captions == ["Table 1: First", "Figure 1: A picture", "Table 2: Second", "Figure 2: Crimes at the homes"]
    assert opened.fields() == [
        r"SEQ Table \* ARABIC",
        r"SEQ Figure \* ARABIC",
        r"SEQ Table \* ARABIC",
        r"SEQ Figure \* ARABIC",
    ]


def test_a_table_without_rows_says_so_and_one_without_columns_is_refused(made, table_of):
    opened = made(PrintedTable(table_of(Home=[], Crimes=[]), "Crimes"))
    assert [cell.text for cell in opened.word.tables[0].rows[1].cells] == ["No rows", ""]
    with pytest.raises(ValueError, match="no columns"):
        PrintedTable(Table("Empty", pd.DataFrame(), pd.DataFrame()), "Nothing")


def test_fields_that_follow_each_other_stand_in_one_table_and_tables_never_grow_together(made):
    opened = made(
        Field("Committee", "Corporate Parenting"),
        Field("Item", "10"),
        SignOff([("Legal", "A. Person", "01/10/2023")]),
        Heading("Text"),
        Field("Wards", "All"),
    )
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened.word.tables]
    assert tables == [
        [["Committee", "Corporate Parenting"], ["Item", "10"]],
        [["Role", "Name", "Date of sign-off"], ["Legal", "A. Person", "01/10/2023"]],
        [["Wards", "All"]],
    ]
    body = [child.tag for child in opened.xml().find(qn("w:body"))]
    assert all(one != qn("w:tbl") or other == qn("w:p") for one, other in pairwise(body))


def test_what_follows_a_page_break_starts_on_a_new_page_and_a_last_break_leaves_no_empty_page(made):
    opened = made(Heading("First"), PageBreak(), Heading("Second"), PageBreak(), Field("Item", "10"), PageBreak())
    breaks = [line.text for line in opened.word.paragraphs if line.paragraph_format.page_break_before]
    assert breaks == ["Second", ""]
    assert not list(opened.xml().iter(qn("w:br")))


def test_the_same_pieces_make_the_same_bytes(table_of, chart_of):
    pieces = [Heading("Crimes"), PrintedTable(table_of(Home=["Home 1"]), "Crimes"), chart_of(), Note("Police.")]
    assert document(pieces, SETTINGS) == document(pieces, SETTINGS)


def test_what_is_no_piece_is_refused():
    with pytest.raises(TypeError, match="str"):
        document(["a text"], SETTINGS)


@given(text=st.text(st.characters(codec=None), max_size=60))
@example("]]>")
@example("=1+1")
@example("<w:p>&amp;")
@example("\x00\x0b\ud800 control \ufffe")
@example("\u0639\u0631\u0628\u064a \u202eabc\u202c")
@example("one\r\ntwo\rthree\tfour")
@example(" " * 3 + "long " * 20_000)
def test_any_text_comes_back_as_it_was_but_for_characters_xml_cannot_hold(text):
    frame = pd.DataFrame([[text], ["1"]], columns=pd.Index([text], dtype=object), dtype=object)
    pieces = [
        Paragraph(text),
        Paragraph(text, generated=True),
        Bullets([text]),
        Heading(text),
        Note(text),
        PrintedTable(Table(text, frame, frame), text, text),
        Field(text, text),
    ]
    settings = DocumentSettings(text if on_one_line(text) else "Title", text, text, marking=text)
    opened = Opened(document(pieces, settings))
    told = printable(text)
    word = opened.word
    assert told in [line.text for line in word.paragraphs if line.style.name == "Normal"]
    assert opened.texts("Generated text") == [f"Generated: {told}"]
    assert opened.texts("List Bullet") == [told]
    assert f"Table\N{NO-BREAK SPACE}1: {told}" in opened.texts("Caption")
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows][1:] == [[told], ["1"]]
    assert [cell.text for cell in word.tables[1].rows[0].cells] == [told, told]


def test_every_part_is_well_formed_and_packed_once(made, table_of, chart_of):
    opened = made(PrintedTable(table_of(Home=["Home 1"]), "Crimes"), chart_of())
    assert list(opened.dangling()) == []
    with zipfile.ZipFile(BytesIO(opened.blob)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
