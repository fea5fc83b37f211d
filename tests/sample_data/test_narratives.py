"""The written sections of the sample's paper: invented, said to be so, and with nothing that was not published."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import sample_data
from analysis.wording.words import FORBIDDEN
from app.paper.sections import SECTIONS, SIGN_OFF
from app.paper.typed import typed_pieces

SAMPLE = Path(sample_data.__file__).parent
PUBLISHED = Path(__file__).resolve().parents[1] / "published" / "other_figures.csv"


def narratives() -> dict[str, str]:
    with (SAMPLE / "narratives.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["period"] for row in rows} == {"2022-23"}
    return {row["section"]: row["text"] for row in rows}


def test_every_written_section_has_a_text_but_the_sign_off_which_nobody_gave() -> None:
    assert list(narratives()) == [each.key for each in SECTIONS if each.is_written and each.key != SIGN_OFF]


def test_the_texts_use_no_word_that_claims_too_much_or_blames() -> None:
    said = "\n".join(narratives().values())
    assert [pattern for pattern in FORBIDDEN if re.search(pattern, said, re.IGNORECASE)] == []


def test_the_pilot_stands_as_printed_with_no_date_of_its_own() -> None:
    (table,) = [piece for piece in typed_pieces(narratives()["vision"], "Vision") if hasattr(piece, "caption")]
    assert table.caption == "Sinfin pilot, dates not stated"
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        printed = [row["value"] for row in csv.DictReader(file) if row["measure"].startswith("pilot: ")]
    assert list(table.table.text.iloc[:, 1]) == printed == ["-20%", "-22.7%", "-11.9%"]
    assert not re.search(r"\d{4}", " ".join(table.table.text.to_numpy().ravel()))


def test_it_is_said_in_the_paper_and_in_the_readme_that_the_texts_are_invented() -> None:
    assert "The texts of this sample paper are invented" in narratives()["purpose"]
    assert "`narratives.csv`: **invented** text" in (SAMPLE / "README.md").read_text(encoding="utf-8")
