"""Which homes a question is about, within what the viewer may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlmodel import col

from data_access.models import (
    Authority,
    Crime,
    Home,
    HomeNeighbourhood,
    Incident,
    IncidentType,
    Neighbourhood,
    OffenceType,
    ReportingLine,
)
from data_access.viewer import Viewer


@dataclass(frozen=True)
class Selection:
    """Homes of one authority. `lines`: keys of reporting lines, () for all; `provider`: "" for all."""

    authority: str
    lines: tuple[str, ...] = ()
    provider: str = ""


def authority_id(authority: str) -> Any:
    """The id of an authority by its key, as a scalar subquery."""
    return select(col(Authority.id)).where(col(Authority.key) == authority).scalar_subquery()


def homes_of(selection: Selection, viewer: Viewer) -> Select[Any]:
    """Ids of the homes meant, of those the viewer may see one by one, as a subquery.

    Raises NotPermitted when the authority is not the viewer's to see.
    """
    viewer.require("partnership", selection.authority)
    homes = select(col(Home.id)).where(col(Home.authority_id) == authority_id(selection.authority))
    own = viewer.home_names(selection.authority)
    if own is not None:
        homes = homes.where(col(Home.name).in_(sorted(own)))
    if selection.provider:
        homes = homes.where(col(Home.provider) == selection.provider)
    if selection.lines:
        chosen = select(col(ReportingLine.id)).where(
            col(ReportingLine.authority_id) == authority_id(selection.authority),
            col(ReportingLine.key).in_(selection.lines),
        )
        homes = homes.where(col(Home.reporting_line_id).in_(chosen))
    return homes


def neighbourhood_at(home_id: Any, day: Any) -> Any:
    """The name of the neighbourhood a home lies in at a day, as a scalar subquery."""
    return (
        select(col(Neighbourhood.name))
        .join(HomeNeighbourhood, col(HomeNeighbourhood.neighbourhood_id) == col(Neighbourhood.id))
        .where(col(HomeNeighbourhood.home_id) == home_id, col(HomeNeighbourhood.valid_from) <= day)
        .order_by(col(HomeNeighbourhood.valid_from).desc())
        .limit(1)
        .scalar_subquery()
    )


def record_counts(
    model: type[Incident] | type[Crime],
    type_model: type[IncidentType] | type[OffenceType],
    flags: list[Any],
    homes: Select[Any],
    start: date,
    end: date,
) -> Select[Any]:
    """Records grouped by home, month and type, then named; the counting is done from the covering index alone."""
    grouped = (
        select(col(model.home_id), col(model.month), col(model.type_id), func.count().label("count"))
        .where(col(model.home_id).in_(homes), col(model.month) >= start, col(model.month) < end)
        .group_by(col(model.home_id), col(model.month), col(model.type_id))
        .subquery()
    )
    return (
        select(
            grouped.c.home_id,
            col(ReportingLine.name).label("line"),
            col(ReportingLine.register_order).label("line_order"),
            func.coalesce(neighbourhood_at(grouped.c.home_id, grouped.c.month), "").label("neighbourhood"),
            grouped.c.month,
            col(type_model.label).label("type"),
            col(type_model.group).label("type_group"),
            *flags,
            col(type_model.sensitive).label("sensitive"),
            grouped.c.count,
        )
        .join(Home, col(Home.id) == grouped.c.home_id)
        .join(ReportingLine, col(ReportingLine.id) == col(Home.reporting_line_id))
        .join(type_model, col(type_model.id) == grouped.c.type_id)
        .order_by(col(ReportingLine.register_order), grouped.c.month, col(type_model.label))
    )


def counts_together(
    model: type[Incident] | type[Crime],
    type_model: type[IncidentType] | type[OffenceType],
    flags: list[Any],
    homes: Select[Any],
    months: list[date],
    place: tuple[int, str, int],
) -> Select[Any]:
    """Records of several homes as those of one place (number, name, order), by month and type; columns as
    record_counts."""
    number, name, order = place
    grouped = (
        select(col(model.month), col(model.type_id), func.count().label("count"))
        .where(col(model.home_id).in_(homes), col(model.month).in_(months))
        .group_by(col(model.month), col(model.type_id))
        .subquery()
    )
    return (
        select(
            literal(number).label("home_id"),
            literal(name).label("line"),
            literal(order).label("line_order"),
            literal("").label("neighbourhood"),
            grouped.c.month,
            col(type_model.label).label("type"),
            col(type_model.group).label("type_group"),
            *flags,
            col(type_model.sensitive).label("sensitive"),
            grouped.c.count,
        )
        .join(type_model, col(type_model.id) == grouped.c.type_id)
        .order_by(grouped.c.month, col(type_model.label))
    )
