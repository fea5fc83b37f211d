"""Letters that stand for children before the partnership, and when a home signed the protocol."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("home") as home:
        home.add_column(sa.Column("signed_up", sa.Date(), nullable=True))
    op.create_table(
        "child_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_child_letter_authority_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_letter_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_letter")),
        sa.UniqueConstraint("authority_id", "year", "letter", name=op.f("uq_child_letter_authority_id_year_letter")),
        sa.UniqueConstraint("child_id", "year", name=op.f("uq_child_letter_child_id_year")),
    )
