"""Investigations, their checklists and reviews, and meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_meeting_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("key", name=op.f("uq_meeting_key")),
    )
    op.create_index("ix_meeting_authority_held_on", "meeting", ["authority_id", "held_on"], unique=False)
    op.create_table(
        "protocol_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("checklist_hours", sa.Integer(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("monitoring_months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_protocol_profile_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_profile")),
        sa.UniqueConstraint("authority_id", name=op.f("uq_protocol_profile_authority_id")),
    )
    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("meeting_id", "point", name=op.f("uq_meeting_note_meeting_id_point")),
    )
    op.create_table(
        "protocol_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["protocol_profile.id"], name=op.f("fk_protocol_item_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_item")),
        sa.UniqueConstraint("profile_id", "number", name=op.f("uq_protocol_item_profile_id_number")),
    )
    op.create_table(
        "investigation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("reported_time_known", sa.Boolean(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_since", sa.Date(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("interview", sa.String(), nullable=False),
        sa.Column("low_level", sa.String(), nullable=False),
        sa.Column("in_placement", sa.String(), nullable=False),
        sa.Column("cooling_off", sa.String(), nullable=False),
        sa.Column("held_overnight", sa.String(), nullable=False),
        sa.Column("appropriate_adult", sa.String(), nullable=False),
        sa.Column("additional_needs", sa.String(), nullable=False),
        sa.Column("joint_panel", sa.String(), nullable=False),
        sa.Column("restorative_offered", sa.String(), nullable=False),
        sa.Column("restorative_consented", sa.String(), nullable=False),
        sa.Column("possible_exploitation", sa.String(), nullable=False),
        sa.Column("authority_told", sa.String(), nullable=False),
        sa.Column("discontinued", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_investigation_authority_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_investigation_batch_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_investigation_child_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_investigation_home_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome_code.id"], name=op.f("fk_investigation_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation")),
        sa.UniqueConstraint(
            "authority_id", "source", "reference", name=op.f("uq_investigation_authority_id_source_reference")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_investigation_key")),
    )
    op.create_index(
        "ix_investigation_authority_outcome_on", "investigation", ["authority_id", "outcome_on"], unique=False
    )
    op.create_index(
        "ix_investigation_authority_reported_at", "investigation", ["authority_id", "reported_at"], unique=False
    )
    op.create_index(op.f("ix_investigation_batch_id"), "investigation", ["batch_id"], unique=False)
    op.create_index(op.f("ix_investigation_child_id"), "investigation", ["child_id"], unique=False)
    op.create_index(op.f("ix_investigation_home_id"), "investigation", ["home_id"], unique=False)
    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("investigation_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_case_change_authority_id")),
        sa.ForeignKeyConstraint(
            ["investigation_id"], ["investigation.id"], name=op.f("fk_case_change_investigation_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_case_change_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    op.create_index("ix_case_change_authority_changed_at", "case_change", ["authority_id", "changed_at"], unique=False)
    op.create_index(op.f("ix_case_change_investigation_id"), "case_change", ["investigation_id"], unique=False)
    op.create_index(op.f("ix_case_change_meeting_id"), "case_change", ["meeting_id"], unique=False)
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("investigation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["investigation_id"], ["investigation.id"], name=op.f("fk_checklist_item_investigation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("investigation_id", "number", name=op.f("uq_checklist_item_investigation_id_number")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("investigation_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("proportionate", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("learning_home", sa.String(), nullable=False),
        sa.Column("learning_police", sa.String(), nullable=False),
        sa.Column("learning_yjs", sa.String(), nullable=False),
        sa.Column("learning_cps", sa.String(), nullable=False),
        sa.Column("learning_social_care", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("action_owner", sa.String(), nullable=False),
        sa.Column("action_due", sa.Date(), nullable=True),
        sa.Column("action_done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["investigation_id"], ["investigation.id"], name=op.f("fk_review_investigation_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("investigation_id", "meeting_id", name=op.f("uq_review_investigation_id_meeting_id")),
    )
    op.create_index(op.f("ix_review_meeting_id"), "review", ["meeting_id"], unique=False)
