"""The stored rows that a part of a file may change."""

import json
from typing import Any

from sqlalchemy import ARRAY, String, any_, bindparam, func, select

from data_access.imports.saving import Saving
from data_access.imports.writing import table_of
from data_access.models import Crime, Incident


def stored_by_reference(
    saving: Saving, model: type[Incident] | type[Crime], references: list[str]
) -> dict[str, dict[str, Any]]:
    """The records of the sender with these references, with all of their columns."""
    table = table_of(model)
    connection = saving.session.connection()
    if connection.dialect.name == "postgresql":
        is_one_of = table.c.reference == any_(bindparam("references", references, ARRAY(String)))
    else:
        # One list instead of a parameter for each: the statement stays the same, so it is made once.
        asked = func.json_each(json.dumps(references)).table_valued("value")
        is_one_of = table.c.reference.in_(select(asked.c.value))
    found = connection.execute(
        select(table).where(
            table.c.authority_id == saving.authority_id,
            table.c.source == saving.source,
            is_one_of,
        )
    )
    return {row["reference"]: dict(row) for row in found.mappings()}
