"""Rights in PostgreSQL by which the app adds lines to the log, and can neither change nor remove one."""

import re

from sqlalchemy import Engine, text

from data_access.models import AuditEntry, AuditHead, Base

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
REVISION = "alembic_version"
LOG, HEAD = str(AuditEntry.__tablename__), str(AuditHead.__tablename__)


class RightsRefused(ValueError):
    """No right was given or taken; the message says why and what would be right."""


def rights_of_roles(app_role: str, audit_role: str) -> tuple[str, ...]:
    """The statements, for who owns the tables. The app works with all tables but the log; there it reads and adds.

    `audit_role` reads the log and may remove lines, which purging a closed year needs, and adds the line that says so.
    """
    for role in (app_role, audit_role):
        if not ROLE.fullmatch(role):
            raise RightsRefused("A role's name has small letters, digits and underscores, and begins with no digit.")
    if app_role == audit_role:
        raise RightsRefused("The two roles must be different ones: else the app could remove what it wrote.")
    work = ", ".join(sorted(set(Base.metadata.tables) - {LOG, HEAD}))
    both = f"{app_role}, {audit_role}"
    return (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {both};",
        f"REVOKE ALL ON {LOG}, {HEAD} FROM PUBLIC;",
        f"GRANT USAGE ON SCHEMA public TO {both};",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {both};",
        f"GRANT SELECT ON {REVISION} TO {both};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {work} TO {app_role};",
        f"GRANT SELECT, INSERT ON {LOG} TO {app_role};",
        f"GRANT SELECT, UPDATE ON {HEAD} TO {both};",
        f"GRANT SELECT, INSERT, DELETE ON {LOG} TO {audit_role};",
        f"GRANT SELECT ON retention_period TO {audit_role};",
    )


def apply_rights(engine: Engine, app_role: str, audit_role: str) -> None:
    """Carry the statements out in one transaction. Raises RightsRefused where they would bind nobody."""
    statements = rights_of_roles(app_role, audit_role)
    if engine.dialect.name != "postgresql":
        raise RightsRefused("A SQLite file knows no roles: whoever may write the file may change the log in it.")
    with engine.begin() as connection:
        for role in (app_role, audit_role):
            if not connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first():
                raise RightsRefused(f"There is no role {role}. Make it first: CREATE ROLE {role} LOGIN.")
        above = text(
            "SELECT r.rolsuper OR pg_has_role(r.oid, t.relowner, 'MEMBER') FROM pg_roles r, pg_class t "
            "WHERE r.rolname = :role AND t.oid = CAST(:log AS regclass)"
        )
        if connection.execute(above, {"role": app_role, "log": LOG}).scalar_one():
            raise RightsRefused(f"The role {app_role} owns the tables or is above their owner, so no right binds it.")
        for statement in statements:
            connection.execute(text(statement))
