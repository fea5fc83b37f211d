"""A council's template gives its looks and nothing of its text; one that is not safe is refused with a sentence."""

import base64
import io
import time
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from analysis.document import (
    Bullets,
    DocumentSettings,
    Field,
    Heading,
    Note,
    Paragraph,
    PrintedTable,
    TemplateRefused,
    document,
)
from analysis.tables import MARKING
from tests.analysis.document.opened import Opened

GREEN = RGBColor(0x00, 0x66, 0x33)
# One white point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)
SECRET = "A child's name in the old text"


def saved(word):
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def council():
    """A template with letters, colours, header and pages of its own, and text that must not stay."""
    word = docx.Document()
    word.styles["Normal"].font.name = "Georgia"
    for level in (1, 2, 3):
        word.styles[f"Heading {level}"].font.color.rgb = GREEN
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    section.header.paragraphs[0].text = "Derby City Council"
    section.footer.paragraphs[0].text = "Classification: see header"
    word.add_heading(SECRET, 1)
    word.add_paragraph(SECRET)
    word.add_table(rows=1, cols=1).cell(0, 0).text = SECRET
    word.core_properties.title = word.core_properties.comments = word.core_properties.keywords = SECRET
    return word


def changed(blob, parts):
    """The package with parts put in or (None) left out; a function is given the part as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = parts.get(name, old.read(name))
            part = part(old.read(name)) if callable(part) else part
            if part is not None:
                new.writestr(name, part)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return target.getvalue()


def relation_to(target, kind, name="rId99"):
    """Adds a relation to something outside of the file."""
    line = (
        f'<Relationship Id="{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()
    return lambda part: part.replace(b"</Relationships>", line)


def test_styles_pages_header_and_footer_are_those_of_the_template(made, chart_of):
    opened = made(Heading("Crimes"), Paragraph("Text."), chart_of(), template=saved(council()))
    word = opened.word
    assert word.styles["Heading 1"].font.color.rgb == GREEN
    assert [line.style.name for line in word.paragraphs if line.text == "Crimes"] == ["Heading 1"]
    assert word.styles["Normal"].font.name == "Georgia"
    section = word.sections[0]
    assert round(section.left_margin.cm, 1) == 3.0
    assert [line.text for line in section.header.paragraphs] == ["Derby City Council", MARKING]
    assert [line.text for line in section.footer.paragraphs] == [
        "Classification: see header",
        f"{MARKING}  |  Page 1 of 1",
    ]
    extent = next(opened.xml().iter(qn("wp:extent")))
    assert int(extent.get("cx")) == pytest.approx(Cm(15), rel=0.001)
    assert b'typeface="Georgia"' in opened.part("word/charts/chart1.xml")


def test_nothing_of_the_text_of_the_template_stays_in_the_file(made):
    company = b"<Company>%s</Company></Properties>" % SECRET.encode()
    blob = changed(saved(council()), {"docProps/app.xml": lambda part: part.replace(b"</Properties>", company)})
    opened = made(Paragraph("Text."), template=blob)
    for name in opened.names():
        assert SECRET.encode() not in opened.part(name), name
    assert opened.word.core_properties.keywords == ""
    assert not [name for name in opened.names() if "customXml" in name or "thumbnail" in name or "app.xml" in name]


def test_headings_are_found_where_their_names_are_in_another_language(made):
    blob = changed(
        saved(council()),
        {
            "word/styles.xml": lambda part: part.replace(b'w:styleId="Heading1"', b'w:styleId="berschrift1"'),
        },
    )
    line = made(Heading("Crimes"), template=blob).word.paragraphs[1]
    assert (line.style.style_id, line.text) == ("berschrift1", "Crimes")


@pytest.mark.parametrize(
    ("was", "renamed"),
    [
        (b'<w:name w:val="heading 1"/>', b'<w:name w:val="Derby Main Heading"/>'),
        (b'<w:name w:val="heading 1"/>', b'<w:name w:val="Heading 1"/>'),
    ],
)
def test_headings_are_found_where_the_template_renamed_them(made, was, renamed):
    blob = changed(saved(council()), {"word/styles.xml": lambda part: part.replace(was, renamed)})
    opened = made(Heading("Crimes"), template=blob)
    line = next(line for line in opened.word.paragraphs if line.text == "Crimes")
    assert line.style.style_id == "Heading1"
    assert line.style.font.color.rgb == GREEN


def test_a_renamed_heading_with_another_identifier_is_known_by_its_outline_level(made):
    def rename(part):
        part = part.replace(b'w:styleId="Heading1"', b'w:styleId="DerbyMain"')
        return part.replace(b'<w:name w:val="heading 1"/>', b'<w:name w:val="Derby main"/>')

    opened = made(Heading("Crimes"), template=changed(saved(council()), {"word/styles.xml": rename}))
    line = next(line for line in opened.word.paragraphs if line.text == "Crimes")
    assert line.style.name == "Derby main"


def test_a_style_is_found_by_another_name_it_goes_by(made):
    def rename(part):
        part = part.replace(b'w:styleId="ListBullet"', b'w:styleId="DerbyList"')
        return part.replace(
            b'<w:name w:val="List Bullet"/>', b'<w:name w:val="Derby"/><w:aliases w:val="LB,List Bullet"/>'
        )

    opened = made(Bullets(["First."]), template=changed(saved(council()), {"word/styles.xml": rename}))
    assert opened.texts("Derby") == ["First."]


def test_styles_that_the_template_lacks_are_made(made, table_of, chart_of):
    word = council()
    for style in list(word.styles):
        if style.type != WD_STYLE_TYPE.PARAGRAPH or style.name not in ("Normal", "Heading 1"):
            style.delete()
    numbering = next(name for name, rel in word.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING)
    del word.part.rels[numbering]
    opened = made(
        Heading("Crimes", 2),
        Bullets(["First."]),
        Bullets(["Second."], generated=True),
        PrintedTable(table_of(Home=["Home 1"]), "Crimes"),
        chart_of(),
        Note("Police."),
        template=saved(word),
    )
    assert opened.texts("Heading 2") == ["Crimes"]
    assert opened.texts("List Bullet") == ["First."]
    assert opened.texts("Generated bullet") == ["Generated: Second."]
    assert opened.xml("word/numbering.xml").find(f".//{qn('w:numFmt')}").get(qn("w:val")) == "bullet"
    assert opened.word.tables[0].style.name == "Paper table"


def test_a_table_takes_the_style_table_grid_of_the_template_else_one_of_its_own(made, table_of):
    table = PrintedTable(table_of(Home=["Home 1"]), "Crimes")
    word = council()
    assert made(table, template=saved(word)).word.tables[0].style.name == "Table Grid"
    word.styles["Table Grid"].delete()
    word.styles.add_style("Derby table", WD_STYLE_TYPE.TABLE)
    assert made(table, template=saved(word)).word.tables[0].style.name == "Derby table"


def test_first_and_even_pages_are_marked_as_well_and_a_page_number_is_not_said_twice(made):
    word = council()
    word.sections[0].different_first_page_header_footer = True
    word.settings.odd_and_even_pages_header_footer = True
    line = word.sections[0].footer.paragraphs[0]._p
    line.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    section = made(Paragraph("Text."), template=saved(word)).word.sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert MARKING in [line.text for line in header.paragraphs]
    assert section.footer.paragraphs[-1].text == MARKING
    for footer in (section.first_page_footer, section.even_page_footer):
        assert "Page 1 of 1" in footer.paragraphs[-1].text


def test_a_template_that_bears_the_marking_is_not_marked_again(made):
    word = council()
    word.sections[0].header.paragraphs[0].text = f"Derby: {MARKING.upper()}"
    header = made(Paragraph("Text."), template=saved(word)).word.sections[0].header
    assert [line.text for line in header.paragraphs] == [f"Derby: {MARKING.upper()}"]


def test_a_header_that_the_last_pages_took_from_the_first_stays(made):
    word = council()
    last = word.add_section()
    last.orientation = WD_ORIENT.PORTRAIT
    assert last.header.is_linked_to_previous
    header = made(Paragraph("Text."), template=saved(word)).word.sections[0].header
    assert header.paragraphs[0].text == "Derby City Council"


def test_the_paper_can_be_edited_though_the_template_was_locked(made):
    word = council()
    word.settings.element.append(parse_xml(f'<w:documentProtection {nsdecls("w")} w:edit="readOnly"/>'))
    opened = made(Paragraph("Text."), template=saved(word))
    assert opened.xml("word/settings.xml").find(qn("w:documentProtection")) is None


def test_a_paper_can_be_the_template_of_the_next_one(made, table_of, chart_of):
    pieces = [
        Field("Item", "1"),
        Heading("A"),
        PrintedTable(table_of(Home=["Home 1"]), "T"),
        chart_of(),
        Bullets(["b"]),
    ]
    first = made(*pieces)
    second = made(*pieces, template=first.blob)
    assert [line.text for line in second.word.paragraphs] == [line.text for line in first.word.paragraphs]
    assert len(second.names("word/charts/chart")) == 1
    assert [line.text for line in second.word.sections[0].footer.paragraphs] == [f"{MARKING}  |  Page 1 of 1"]


def test_the_path_of_the_file_the_template_was_made_from_is_taken_out(made):
    settings = "word/_rels/settings.xml.rels"
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b"</Relationships>"
    )
    word = council()
    attached = parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="rId99"/>')
    word.settings.element.insert(0, attached)
    path = "file:///C:\\Users\\someone\\Council.dotm"
    blob = changed(saved(word), {settings: relation_to(path, "attachedTemplate")(relations)})
    opened = made(Paragraph("Text."), template=blob)
    assert settings not in opened.names()
    assert opened.xml("word/settings.xml").find(qn("w:attachedTemplate")) is None
    remote = changed(blob, {settings: relation_to("https://example.org/a.dotm", "attachedTemplate")(relations)})
    with pytest.raises(TemplateRefused, match="from elsewhere"):
        made(Paragraph("Text."), template=remote)


def bomb():
    parts = {f"word/media/{number}.png": b"\0" * 9_000_000 for number in range(6)}
    return changed(saved(council()), parts)


def macros():
    return changed(
        saved(council()),
        {
            "[Content_Types].xml": lambda part: part.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )


def dotx():
    return changed(
        saved(council()), {"[Content_Types].xml": lambda part: part.replace(b"document.main+xml", b"template.main+xml")}
    )


def doubled():
    file = io.BytesIO(saved(council()))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", archive.read("word/document.xml"))
    return file.getvalue()


def outside(kind):
    return changed(saved(council()), {"word/_rels/document.xml.rels": relation_to("https://example.org/x", kind)})


def with_field(code):
    word = council()
    line = word.sections[0].header.paragraphs[0]._p
    for half in (code[:3], code[3:]):
        line.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{half}</w:instrText></w:r>"))
    return saved(word)


@pytest.mark.parametrize(
    ("hostile", "sentence"),
    [
        (lambda: b"", "no Word document"),
        (lambda: b"%PDF-1.7\n1 0 obj", "no Word document"),
        (lambda: b"\xd0\xcf\x11\xe0" * 200, "no Word document"),
        (lambda: saved(council())[:4_000], "no Word document"),
        (lambda: changed(saved(council()), {"[Content_Types].xml": None}), "no Word document"),
        (lambda: changed(saved(council()), {"word/document.xml": b"<no xml"}), "no Word document"),
        (lambda: changed(saved(council()), {"word/document.xml": b"<other/>"}), "no Word document"),
        (lambda: changed(saved(council()), {"word/styles.xml": None}), "no Word document"),
        (doubled, "no Word document"),
        (bomb, "more than 50 MB"),
        (lambda: changed(saved(council()), {f"word/{n}.txt": b"" for n in range(2_001)}), "more than 50 MB"),
        (macros, "macros"),
        (lambda: changed(saved(council()), {"word/vbaProject.bin": b"1"}), "macros"),
        (lambda: changed(saved(council()), {"word/activeX/activeX1.xml": b"<a/>"}), "macros"),
        (dotx, ".dotx"),
        (lambda: outside("image"), r"from elsewhere .*\(image\)"),
        (lambda: outside("oleObject"), "from elsewhere"),
        (lambda: outside("frame"), "from elsewhere"),
        (lambda: with_field("INCLUDEPICTURE https://example.org/a.png"), "field INCLUDEPICTURE"),
        (lambda: with_field("DDEAUTO excel"), "field DDEAUTO"),
    ],
)
def test_a_template_that_is_not_safe_is_refused_with_a_sentence(made, hostile, sentence):
    blob = hostile()
    start = time.perf_counter()
    with pytest.raises(TemplateRefused, match=sentence) as refused:
        made(Paragraph("Text."), template=blob)
    assert time.perf_counter() - start < 5
    assert str(refused.value).endswith(".")


def test_entities_in_a_template_are_not_unfolded(made):
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;&a;">]>' % (b"ha" * 100)
    blob = changed(saved(council()), {"word/document.xml": lambda part: laughs + part.partition(b"?>")[2]})
    opened = made(Paragraph("Text."), template=blob)
    assert b"ENTITY" not in opened.part("word/document.xml")


def test_no_part_leads_to_something_that_was_removed(made, chart_of):
    word = council()
    word.add_picture(io.BytesIO(PICTURE))
    word.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(PICTURE))
    layout = word.element.body.find(qn("w:sectPr"))
    layout.append(parse_xml(f'<w:printerSettings {nsdecls("w", "r")} r:id="rId77"/>'))
    opened = made(Heading("Crimes"), chart_of(), template=saved(word))
    assert list(opened.dangling()) == []
    assert len(opened.names("word/media/")) == 1
    assert "media/" in next(iter(opened.relations("word/header1.xml").values()))


def test_a_link_in_the_footer_of_a_template_stays(made):
    word = council()
    footer = word.sections[0].footer
    name = footer.part.relate_to("https://www.derby.gov.uk", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    footer.paragraphs[0]._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{name}"><w:r><w:t>derby.gov.uk</w:t></w:r></w:hyperlink>')
    )
    opened = made(Paragraph("Text."), template=saved(word))
    assert isinstance(opened, Opened)
    assert [rel.target_ref for rel in opened.word.sections[0].footer.part.rels.values()] == ["https://www.derby.gov.uk"]


@pytest.mark.parametrize(("body", "table", "note"), [(12, 11, 10.5), (10, 9, 9), (9, 9, 9)])
def test_tables_and_notes_are_a_little_smaller_than_the_text_of_the_template(made, table_of, body, table, note):
    word = council()
    word.styles["Normal"].font.size = Pt(body)
    opened = made(PrintedTable(table_of(Home=["Home 1"]), "Crimes", "Police."), template=saved(word))
    assert opened.word.styles["Paper table text"].font.size == Pt(table)
    assert opened.word.styles["Paper note"].font.size == Pt(note)


def test_a_style_of_the_template_in_another_size_is_left_as_it_is(made):
    word = council()
    word.styles["List Bullet"].font.size = Pt(14)
    opened = made(Bullets(["One."]), template=saved(word))
    assert opened.word.styles["List Bullet"].font.size == Pt(14)


@pytest.mark.parametrize(
    ("of_template", "of_paper"),
    [
        (MARKING, "For the public"),
        ("Exempt appendix - not for publication", "For the public"),
        ("For the public", MARKING),
    ],
)
def test_a_template_that_is_a_paper_of_ours_lends_no_marking_that_says_the_opposite(of_template, of_paper):
    template = document([], DocumentSettings("Ours", marking=of_template))
    with pytest.raises(TemplateRefused, match="header or footer of this template says"):
        document([], DocumentSettings("Next", marking=of_paper), template)
    again = Opened(document([], DocumentSettings("Next", marking=of_template), template))
    assert [line.text for line in again.word.sections[0].header.paragraphs].count(of_template) == 1
