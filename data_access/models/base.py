"""What every table shares: a registry of its own, and names for all constraints, by which migrations refer to them."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel, registry=registry()):
    """Parent of all tables; the registry of its own lets the file watcher reload models without a clash."""


Base.metadata.naming_convention = NAMING_CONVENTION
