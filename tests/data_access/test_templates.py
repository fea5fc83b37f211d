"""Blank files: each is recognised as what it is for."""

import pytest

from data_access.imports.kinds import KINDS
from data_access.recognise import recognise
from data_access.templates import file_name, main, template


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_file_is_recognised_as_its_kind(kind):
    found = recognise(template(kind))
    assert found.kind == kind
    assert (found.needed, found.further, found.unused) == ((), (), ())


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.columns], ids=lambda kind: kind.name)
def test_another_heading_of_a_column_leaves_a_file_what_it_is(kind):
    for column in kind.columns:
        for alias in column.aliases:
            header = [alias if name == column.name else name for name in (each.name for each in kind.columns)]
            found = recognise(",".join(header).encode())
            assert (found.kind, found.placed[column.name]) == (kind.name, alias)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("Incident No,Recorded,Date Occurred,Home name,Closing Code,Grade,Nominal Ref,Role", "incidents"),
        ("Crime Number,Date Reported,Date Occurred,Home name,Class,Outcome,Outcome Date,Nominal Ref,Role", "crimes"),
        ("Home name,Reporting line,SNT,Council,Provider,Beds,Opened,Closed,Signed up", "homes"),
    ],
)
def test_headings_that_are_common_elsewhere_are_recognised(headings, kind):
    found = recognise(headings.encode())
    assert (found.kind, found.further, found.unused) == (kind, (), ())


def test_all_blank_files_are_written_into_a_folder(tmp_path, capsys):
    assert main([str(tmp_path / "blank")]) == 0
    assert {file.name for file in (tmp_path / "blank").iterdir()} == {*map(file_name, KINDS), "lookup.csv"}
    assert "blank files are in" in capsys.readouterr().out


def test_where_blank_files_cannot_be_written_a_sentence_says_so(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main([str(tmp_path / "file")]) == 2
    assert main([]) == 2
    assert "Name the folder" in capsys.readouterr().err
