"""Who loaded a file, and who undid it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("loaded_by", "undone_by")


def upgrade() -> None:
    with op.batch_alter_table("import_batch") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("import_batch") as batch:
        for name in COLUMNS:
            batch.alter_column(name, server_default=None)
