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


def test_all_blank_files_are_written_into_a_folder(tmp_path, capsys):
    assert main([str(tmp_path / "blank")]) == 0
    assert {file.name for file in (tmp_path / "blank").iterdir()} == {*map(file_name, KINDS), "lookup.csv"}
    assert "blank files are in" in capsys.readouterr().out


def test_where_blank_files_cannot_be_written_a_sentence_says_so(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main([str(tmp_path / "file")]) == 2
    assert main([]) == 2
    assert "Name the folder" in capsys.readouterr().err
