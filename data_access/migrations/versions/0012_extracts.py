"""What loading extracts needs to remember: whose word is the latest, what was withdrawn, what undoing restores."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_batches()
    for table in ("incident", "crime"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("month", existing_type=sa.Date(), nullable=True)
            batch.add_column(sa.Column("extract_date", sa.Date(), nullable=True))
            batch.add_column(sa.Column("said_earlier", sa.String(), nullable=False, server_default=""))
        _date_by_batch(table)
        _without_default(table, "said_earlier")
    with op.batch_alter_table("cromarty_score") as batch:
        batch.add_column(sa.Column("source", sa.String(), nullable=False, server_default="council"))
        batch.add_column(sa.Column("extract_date", sa.Date(), nullable=True))
    _date_by_batch("cromarty_score")
    _without_default("cromarty_score", "source")
    with op.batch_alter_table("youth_justice_event") as batch:
        batch.add_column(sa.Column("source", sa.String(), nullable=False, server_default="YJS"))
    _without_default("youth_justice_event", "source")
    _name_by_batch("cromarty_score")
    _name_by_batch("youth_justice_event")
    with op.batch_alter_table("coverage") as batch:
        batch.add_column(sa.Column("sender", sa.String(), nullable=False, server_default=""))
    _without_default("coverage", "sender")
    op.execute(
        "UPDATE coverage SET sender = (SELECT b.source FROM import_batch b WHERE b.id = coverage.batch_id) "
        "WHERE source NOT IN ('occupancy', 'internal_counts')"
    )
    for table in ("involvement", "benchmark"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_batch_id"), "import_batch", ["batch_id"], ["id"])
        op.create_index(op.f(f"ix_{table}_batch_id"), table, ["batch_id"], unique=False)
    with op.batch_alter_table("benchmark") as batch:
        batch.add_column(sa.Column("symbol", sa.String(), nullable=False, server_default=""))
    _without_default("benchmark", "symbol")
    _create_before()
    _create_complete()
    _create_decisions()


def _without_default(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column, existing_type=sa.String(), existing_nullable=False, server_default=None)


def _date_by_batch(table: str) -> None:
    op.execute(
        f"UPDATE {table} SET extract_date = (SELECT b.extract_date FROM import_batch b WHERE b.id = {table}.batch_id)"
    )


def _name_by_batch(table: str) -> None:
    op.execute(f"UPDATE {table} SET source = (SELECT b.source FROM import_batch b WHERE b.id = {table}.batch_id)")


def _widen_batches() -> None:
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("stream", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("withdrawn", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("complete_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("complete_to", sa.Date(), nullable=True))
        batch.add_column(sa.Column("can_be_undone", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Of yearly tables every count stands beside the earlier ones, so those can be undone; what other files replaced
    # before now was not kept.
    op.execute("UPDATE import_batch SET stream = kind")
    op.execute("UPDATE import_batch SET stream = kind || ' ' || source WHERE kind IN ('incidents', 'crimes')")
    op.execute("UPDATE import_batch SET stream = 'neighbourhoods' WHERE kind = 'neighbourhood_counts'")
    batches = sa.table("import_batch", sa.column("kind", sa.String()), sa.column("can_be_undone", sa.Boolean()))
    op.execute(batches.update().where(batches.c.kind == "summary").values(can_be_undone=True))
    with op.batch_alter_table("import_batch") as batch:
        batch.alter_column("stream", existing_type=sa.String(), existing_nullable=False, server_default=None)
        batch.alter_column("withdrawn", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.alter_column("can_be_undone", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def _create_before() -> None:
    op.create_table(
        "batch_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("was_removed", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_batch_before_batch_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_batch_before_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_before")),
    )
    op.create_index(op.f("ix_batch_before_batch_id"), "batch_before", ["batch_id"], unique=False)
    op.create_index(op.f("ix_batch_before_child_id"), "batch_before", ["child_id"], unique=False)


def _create_complete() -> None:
    op.create_table(
        "complete_range",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("extract_date", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_complete_range_authority_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_complete_range_home_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_complete_range_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complete_range")),
    )
    op.create_index(op.f("ix_complete_range_batch_id"), "complete_range", ["batch_id"], unique=False)
    op.create_index(
        "ix_complete_range_authority_kind_source_date",
        "complete_range",
        ["authority_id", "kind", "source", "extract_date"],
        unique=False,
    )
    op.create_table(
        "held_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_held_reference_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_reference")),
    )
    op.create_index("ix_held_reference_batch_reference", "held_reference", ["batch_id", "reference"], unique=False)


def _create_decisions() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_column_mapping_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "authority_id", "sender", "kind", "column", name=op.f("uq_column_mapping_authority_id_sender_kind_column")
        ),
    )
    op.create_table(
        "label_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_label_choice_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_choice")),
        sa.UniqueConstraint(
            "authority_id", "sender", "what", "label", name=op.f("uq_label_choice_authority_id_sender_what_label")
        ),
    )
    op.create_table(
        "child_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference_id", sa.Integer(), nullable=False),
        sa.Column("from_child_id", sa.Integer(), nullable=False),
        sa.Column("to_child_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["reference_id"], ["child_reference.id"], name=op.f("fk_child_link_reference_id")),
        sa.ForeignKeyConstraint(["from_child_id"], ["child.id"], name=op.f("fk_child_link_from_child_id")),
        sa.ForeignKeyConstraint(["to_child_id"], ["child.id"], name=op.f("fk_child_link_to_child_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_child_link_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_link")),
    )
    for column in ("batch_id", "from_child_id", "reference_id", "to_child_id"):
        op.create_index(op.f(f"ix_child_link_{column}"), "child_link", [column], unique=False)
