"""Typed text becomes paragraphs, lists and tables, and none of it is lost."""

from hypothesis import example, given
from hypothesis import strategies as st

from analysis.document import Bullets, DocumentSettings, Paragraph, PrintedTable, document
from app.paper.typed import typed_pieces

PILOT = """\
How it began.
| Pilot, dates not stated |
| Measure | Change |
| Calls | -22.7% |
|Timetables|
After it."""


def words_of(pieces):
    """Every word of the pieces, without the marks that part them."""
    said = []
    for piece in pieces:
        if isinstance(piece, PrintedTable):
            said += [
                piece.caption,
                *piece.table.text.columns,
                *(cell for row in piece.table.text.values for cell in row),
            ]
        else:
            said += [piece.text] if isinstance(piece, Paragraph) else piece.texts
    return "".join(" ".join(map(str, said)).split())


def test_rows_parted_by_bars_are_a_table_with_the_first_one_alone_as_its_caption():
    before, table, after = typed_pieces(PILOT, "Vision")
    assert (before, after) == (Paragraph("How it began."), Paragraph("After it."))
    assert table.caption == "Pilot, dates not stated"
    assert list(table.table.text.columns) == ["Measure", "Change"]
    assert table.table.text.values.tolist() == [["Calls", "-22.7%"], ["Timetables", ""]]


def test_a_table_without_a_caption_takes_that_of_its_section_and_names_of_columns_stand_once():
    (table,) = typed_pieces("| Count | Count | |\n| 1 | 2 | 3 | 4 |", "Vision")
    assert table.caption == "Vision"
    assert list(table.table.text.columns) == ["Count", "Count (2)", "Column", "Column (2)"]


def test_a_single_row_stays_a_paragraph_as_it_was_typed():
    assert typed_pieces("| One | row |", "Vision") == [Paragraph("| One | row |")]
    assert typed_pieces("| Caption |\n| Header |", "Vision") == [Paragraph("| Caption |"), Paragraph("| Header |")]


def test_points_apart_from_each_other_are_two_lists():
    assert typed_pieces("- one\n* two\n\n• three", "Vision") == [Bullets(["one", "two"]), Bullets(["three"])]


@given(st.lists(st.text(st.sampled_from("ab|-*• \t5"), max_size=8), max_size=6))
@example(["|", "||", "|a|", "-", "- ", "* a"])
def test_whatever_is_typed_a_document_can_be_made_of_it_and_no_word_is_lost(lines):
    pieces = typed_pieces("\n".join(lines), "Vision")
    document(pieces, DocumentSettings("A paper"))
    said = words_of(pieces)
    for letter in "ab5":
        typed = "".join(lines).count(letter)
        assert said.count(letter) >= typed, (lines, said)
