"""Loads the invented sample, through the same readers as anything else."""

import csv
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data_access.children import SAMPLE_KEY
from data_access.imports.kinds import KINDS, OF_THE_SAMPLE
from data_access.imports.saving import months_between
from data_access.load import LoadRequest, load
from data_access.models import Authority, Marker, Narrative
from data_access.sample_meetings import save_sample_meetings
from data_access.settings import ROOT
from data_access.viewer import system_viewer

SAMPLE = ROOT / "sample_data"
AUTHORITY = "Derby City"
FIRST_MONTH, LAST_MONTH = date(2021, 4, 1), date(2023, 3, 1)
AS_AT = date(2023, 3, 31)
LOADED_AT = datetime(2023, 4, 12, 9, 0)
# The published tables came half a year after the records; they are loaded the day after their publication.
SUMMARY_LOADED_AT = datetime(2023, 11, 1, 9, 0)
WRITTEN_BY = "sample"


class SampleBroken(RuntimeError):
    """A row of the sample was rejected; the sample ships with the product, so this is a fault of the product."""


def load_sample(engine: Engine, folder: Path = SAMPLE) -> None:
    """Fill an empty database with the sample, in one transaction. Raises SampleBroken if a row is rejected."""
    with Session(engine) as session, session.begin():
        for kind in (KINDS[name] for name in OF_THE_SAMPLE):
            file = folder / f"{kind.name}.{kind.ending}"
            loaded_at = SUMMARY_LOADED_AT if kind.name == "summary" else LOADED_AT
            request = LoadRequest(
                kind=kind.name,
                data=file.read_bytes(),
                authority=AUTHORITY,
                source=kind.sender,
                extract_date=loaded_at.date(),
                months=months_between(FIRST_MONTH, LAST_MONTH) if kind.covers or kind.may_state_months else (),
            )
            report = load(session, request, key=SAMPLE_KEY, now=loaded_at, viewer=system_viewer("sample"), sample=True)
            if report.problems:
                raise SampleBroken(f"{file.name}: {report.problems[0].sentence()}")
        authority = session.exec(select(Authority).where(col(Authority.name) == AUTHORITY)).one()
        _save_markers(session, int(authority.id or 0), folder / "markers.csv")
        _save_narratives(session, int(authority.id or 0), folder / "narratives.csv")
        save_sample_meetings(session, int(authority.id or 0), folder, WRITTEN_BY)


def _save_markers(session: Session, authority_id: int, file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            on_date = date.fromisoformat(row["date"])
            session.add(Marker(authority_id=authority_id, on_date=on_date, label=row["label"], detail=row["detail"]))


def _save_narratives(session: Session, authority_id: int, file: Path) -> None:
    """The written sections of the sample's paper, as if somebody had typed them for their period."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            session.add(
                Narrative(
                    authority_id=authority_id,
                    section=row["section"],
                    period=row["period"],
                    text=row["text"],
                    accepted=True,
                    version=1,
                    changed_by=WRITTEN_BY,
                    changed_at=SUMMARY_LOADED_AT,
                )
            )
