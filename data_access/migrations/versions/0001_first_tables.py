"""First tables: places, labels, people, facts, housekeeping."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sa.UniqueConstraint("key", name=op.f("uq_authority_key")),
    )
    op.create_table(
        "benchmark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=True),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark")),
        sa.UniqueConstraint("source", "area", "year", name=op.f("uq_benchmark_source_area_year")),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.create_table(
        "database_contents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holds", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_database_contents")),
    )
    op.create_table(
        "incident_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("missing", sa.Boolean(), nullable=False),
        sa.Column("no_apparent_risk", sa.Boolean(), nullable=False),
        sa.Column("crime_related", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_type")),
        sa.UniqueConstraint("folded", name=op.f("uq_incident_type_folded")),
        sa.UniqueConstraint("label", name=op.f("uq_incident_type_label")),
    )
    op.create_table(
        "offence_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offence_type")),
        sa.UniqueConstraint("folded", name=op.f("uq_offence_type_folded")),
        sa.UniqueConstraint("label", name=op.f("uq_offence_type_label")),
    )
    op.create_table(
        "outcome_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("outcome_class", sa.String(), nullable=False),
        sa.Column("class_order", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_code")),
        sa.UniqueConstraint("code", name=op.f("uq_outcome_code_code")),
    )
    op.create_table(
        "child",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("birth_month", sa.Date(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_child_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("code", name=op.f("uq_child_code")),
    )
    op.create_index(op.f("ix_child_authority_id"), "child", ["authority_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("extract_date", sa.Date(), nullable=False),
        sa.Column("covers_from", sa.Date(), nullable=True),
        sa.Column("covers_to", sa.Date(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_import_batch_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_authority_id"), "import_batch", ["authority_id"], unique=False)
    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_marker_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
        sa.UniqueConstraint("authority_id", "on_date", "label", name=op.f("uq_marker_authority_id_on_date_label")),
    )
    op.create_table(
        "neighbourhood",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_neighbourhood_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbourhood")),
        sa.UniqueConstraint("authority_id", "name", name=op.f("uq_neighbourhood_authority_id_name")),
    )
    op.create_table(
        "reporting_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("register_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_reporting_line_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_line")),
        sa.UniqueConstraint("authority_id", "key", name=op.f("uq_reporting_line_authority_id_key")),
        sa.UniqueConstraint("authority_id", "name", name=op.f("uq_reporting_line_authority_id_name")),
    )
    op.create_table(
        "child_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("lookup", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_reference_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_reference")),
        sa.UniqueConstraint("source", "lookup", name=op.f("uq_child_reference_source_lookup")),
    )
    op.create_index(op.f("ix_child_reference_child_id"), "child_reference", ["child_id"], unique=False)
    op.create_table(
        "cromarty_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_cromarty_score_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_cromarty_score_batch_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_cromarty_score_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cromarty_score")),
        sa.UniqueConstraint("child_id", "meeting", "target", name=op.f("uq_cromarty_score_child_id_meeting_target")),
    )
    op.create_index(
        "ix_cromarty_score_authority_date", "cromarty_score", ["authority_id", "meeting_date"], unique=False
    )
    op.create_index(op.f("ix_cromarty_score_batch_id"), "cromarty_score", ["batch_id"], unique=False)
    op.create_table(
        "home",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("reporting_line_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=True),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_home_authority_id")),
        sa.ForeignKeyConstraint(["reporting_line_id"], ["reporting_line.id"], name=op.f("fk_home_reporting_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home")),
        sa.UniqueConstraint("authority_id", "name", name=op.f("uq_home_authority_id_name")),
    )
    op.create_index(op.f("ix_home_reporting_line_id"), "home", ["reporting_line_id"], unique=False)
    op.create_table(
        "neighbourhood_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type_label", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_neighbourhood_count_batch_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_neighbourhood_count_neighbourhood_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbourhood_count")),
        sa.UniqueConstraint(
            "neighbourhood_id",
            "month",
            "kind",
            "type_label",
            "source",
            name=op.f("uq_neighbourhood_count_neighbourhood_id_month_kind_type_label_source"),
        ),
    )
    op.create_index(op.f("ix_neighbourhood_count_batch_id"), "neighbourhood_count", ["batch_id"], unique=False)
    op.create_table(
        "rejected_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_rejected_row_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_row")),
    )
    op.create_index(op.f("ix_rejected_row_batch_id"), "rejected_row", ["batch_id"], unique=False)
    op.create_table(
        "youth_justice_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("delivered_by", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_youth_justice_event_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_youth_justice_event_batch_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_youth_justice_event_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_justice_event")),
    )
    op.create_index(
        "ix_youth_justice_event_authority_month_event",
        "youth_justice_event",
        ["authority_id", "month", "event", "child_id"],
        unique=False,
    )
    op.create_index(op.f("ix_youth_justice_event_batch_id"), "youth_justice_event", ["batch_id"], unique=False)
    op.create_index(op.f("ix_youth_justice_event_child_id"), "youth_justice_event", ["child_id"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("extract_date", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_coverage_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_coverage_batch_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_coverage_home_id")),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_coverage_neighbourhood_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_index("ix_coverage_authority_source_month", "coverage", ["authority_id", "source", "month"], unique=False)
    op.create_index(op.f("ix_coverage_batch_id"), "coverage", ["batch_id"], unique=False)
    op.create_table(
        "crime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("outcome_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_crime_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_crime_batch_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_crime_home_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome_code.id"], name=op.f("fk_crime_outcome_id")),
        sa.ForeignKeyConstraint(["type_id"], ["offence_type.id"], name=op.f("fk_crime_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crime")),
        sa.UniqueConstraint("authority_id", "source", "reference", name=op.f("uq_crime_authority_id_source_reference")),
    )
    op.create_index(op.f("ix_crime_batch_id"), "crime", ["batch_id"], unique=False)
    op.create_index(
        "ix_crime_home_month_type_outcome", "crime", ["home_id", "month", "type_id", "outcome_id"], unique=False
    )
    op.create_table(
        "home_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_home_alias_authority_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_home_alias_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_alias")),
        sa.UniqueConstraint("authority_id", "alias", name=op.f("uq_home_alias_authority_id_alias")),
    )
    op.create_index(op.f("ix_home_alias_home_id"), "home_alias", ["home_id"], unique=False)
    op.create_table(
        "home_neighbourhood",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_home_neighbourhood_home_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_home_neighbourhood_neighbourhood_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_neighbourhood")),
        sa.UniqueConstraint("home_id", "valid_from", name=op.f("uq_home_neighbourhood_home_id_valid_from")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("response", sa.String(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_incident_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_incident_batch_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_incident_home_id")),
        sa.ForeignKeyConstraint(["type_id"], ["incident_type.id"], name=op.f("fk_incident_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint(
            "authority_id", "source", "reference", name=op.f("uq_incident_authority_id_source_reference")
        ),
    )
    op.create_index(op.f("ix_incident_batch_id"), "incident", ["batch_id"], unique=False)
    op.create_index("ix_incident_home_month_type", "incident", ["home_id", "month", "type_id"], unique=False)
    op.create_table(
        "internal_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("internal", sa.Integer(), nullable=False),
        sa.Column("input_helpful", sa.Integer(), nullable=False),
        sa.Column("immediate", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_internal_count_batch_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_internal_count_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_count")),
        sa.UniqueConstraint("home_id", "month", name=op.f("uq_internal_count_home_id_month")),
    )
    op.create_index(op.f("ix_internal_count_batch_id"), "internal_count", ["batch_id"], unique=False)
    op.create_table(
        "occupancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("average_children", sa.Float(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_occupancy_batch_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_occupancy_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
        sa.UniqueConstraint("home_id", "month", name=op.f("uq_occupancy_home_id_month")),
    )
    op.create_index(op.f("ix_occupancy_batch_id"), "occupancy", ["batch_id"], unique=False)
    op.create_table(
        "involvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("crime_id", sa.Integer(), nullable=True),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("(incident_id IS NULL) <> (crime_id IS NULL)", name=op.f("ck_involvement_one_record")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_involvement_child_id")),
        sa.ForeignKeyConstraint(["crime_id"], ["crime.id"], name=op.f("fk_involvement_crime_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_involvement_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
        sa.UniqueConstraint("crime_id", "child_id", name=op.f("uq_involvement_crime_id_child_id")),
        sa.UniqueConstraint("incident_id", "child_id", name=op.f("uq_involvement_incident_id_child_id")),
    )
    op.create_index(op.f("ix_involvement_child_id"), "involvement", ["child_id"], unique=False)

    op.bulk_insert(sa.table("data_version", sa.column("id"), sa.column("version")), [{"id": 1, "version": 0}])
    op.bulk_insert(sa.table("database_contents", sa.column("id"), sa.column("holds")), [{"id": 1, "holds": "nothing"}])
