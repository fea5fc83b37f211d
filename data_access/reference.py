"""Labels every database needs: types, outcome codes, published series, the default protocol (reference/*.csv)."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert
from sqlmodel import Session, select

from data_access.imports.table import fold
from data_access.models import (
    Base,
    Benchmark,
    IncidentType,
    OffenceType,
    OutcomeCode,
    ProtocolItem,
    ProtocolProfile,
)

REFERENCE = Path(__file__).resolve().parent / "reference"


def save_reference(engine: Engine) -> None:
    """Fill the label tables of a new database; tables that hold rows are left as the council has edited them."""
    with Session(engine) as session, session.begin():
        _fill(session, IncidentType, [_incident_type(row) for row in _rows("incident_types.csv")])
        _fill(session, OffenceType, [_offence_type(row) for row in _rows("offence_types.csv")])
        _fill(session, OutcomeCode, [_outcome_code(row) for row in _rows("outcome_codes.csv")])
        _fill(session, Benchmark, [_benchmark(row) for row in _rows("benchmarks.csv")])
        _fill(session, ProtocolProfile, [_profile(row) for row in _rows("protocol_profile.csv")])
        default = session.exec(select(func.min(ProtocolProfile.id))).one()
        _fill(session, ProtocolItem, [_item(row, default) for row in _rows("protocol_items.csv")])


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fill(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if session.exec(select(func.count()).select_from(model)).one() == 0:
        session.execute(insert(model), rows)


def _incident_type(row: dict[str, str]) -> dict[str, Any]:
    flags = {name: row[name] == "yes" for name in ("missing", "no_apparent_risk", "crime_related", "sensitive")}
    return {"label": row["label"], "folded": fold(row["label"]), "group": row["group"], **flags}


def _offence_type(row: dict[str, str]) -> dict[str, Any]:
    return {
        "label": row["label"],
        "folded": fold(row["label"]),
        "group": row["group"],
        "sensitive": row["sensitive"] == "yes",
    }


def _outcome_code(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "label": row["label"],
        "outcome_class": row["class"],
        "class_order": int(row["class_order"]),
        "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
    }


def _profile(row: dict[str, str]) -> dict[str, Any]:
    numbers = ("checklist_hours", "open_days", "review_months", "monitoring_months")
    return {"name": row["name"], "source": row["source"], **{name: int(row[name]) for name in numbers}}


def _item(row: dict[str, str], profile_id: int | None) -> dict[str, Any]:
    return {"profile_id": profile_id, "number": int(row["number"]), "wording": row["wording"], "owner": row["owner"]}


def _benchmark(row: dict[str, str]) -> dict[str, Any]:
    return {
        "area": row["area"],
        "year": int(row["year"]),
        "percent": float(row["percent"]) if row["percent"] else None,
        "numerator": int(row["numerator"]) if row["numerator"] else None,
        "denominator": int(row["denominator"]) if row["denominator"] else None,
        "source": row["source"],
    }
