"""Counts of whole periods, questions that are kept, and what undoing a load needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("undone_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("rejected_row") as rejected:
        rejected.add_column(sa.Column("sheet", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("rejected_row") as rejected:
        rejected.alter_column("sheet", server_default=None)
    op.create_table(
        "batch_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_batch_addition_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_addition")),
    )
    op.create_index(op.f("ix_batch_addition_batch_id"), "batch_addition", ["batch_id"], unique=False)
    op.create_table(
        "saved_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_saved_question_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_question")),
        sa.UniqueConstraint(
            "authority_id", "saved_by", "name", name=op.f("uq_saved_question_authority_id_saved_by_name")
        ),
    )
    op.create_table(
        "period_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("reporting_line_id", sa.Integer(), nullable=True),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reporting_line_id IS NULL OR neighbourhood_id IS NULL", name=op.f("ck_period_count_one_place")
        ),
        sa.CheckConstraint("first_month <= last_month", name=op.f("ck_period_count_months_in_order")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_period_count_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_period_count_batch_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_period_count_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporting_line_id"], ["reporting_line.id"], name=op.f("fk_period_count_reporting_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_count")),
        sa.UniqueConstraint(
            "batch_id",
            "measure",
            "label",
            "reporting_line_id",
            "neighbourhood_id",
            "first_month",
            "last_month",
            name=op.f("uq_period_count_said_once"),
        ),
    )
    op.create_index(op.f("ix_period_count_batch_id"), "period_count", ["batch_id"], unique=False)
    op.create_index(
        "ix_period_count_authority_measure_months",
        "period_count",
        ["authority_id", "measure", "first_month", "last_month"],
        unique=False,
    )
