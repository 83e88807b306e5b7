"""Themes, codings, the framework grid and findings."""

import sqlalchemy as sa
from alembic import op

revision = "0017_coding"
down_revision = "0016_interviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=500), nullable=False),
        sa.Column("about", sa.String(length=2000), nullable=False),
        sa.Column("impact", sa.String(length=10), nullable=False),
        sa.Column("is_tentative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_findings_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_findings_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("guid", name=op.f("uq_findings_guid")),
    )
    op.create_index(op.f("ix_findings_study_id"), "findings", ["study_id"], unique=False)
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("definition", sa.String(length=1000), nullable=False),
        sa.Column("example", sa.String(length=1000), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("is_codable", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_themes_created_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["themes.id"], name=op.f("fk_themes_parent_id_themes")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_themes_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("guid", name=op.f("uq_themes_guid")),
    )
    op.create_index(op.f("ix_themes_study_id_parent_id"), "themes", ["study_id", "parent_id"], unique=False)
    op.create_table(
        "finding_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=7), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("scale_id", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kind in ('survey', 'visit', 'minutes', 'document')", name=op.f("ck_finding_sources_kind")),
        sa.CheckConstraint("side in ('for', 'against')", name=op.f("ck_finding_sources_side")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_finding_sources_finding_id_findings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_finding_sources_survey_id_surveys"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_sources")),
    )
    op.create_index(op.f("ix_finding_sources_finding_id"), "finding_sources", ["finding_id"], unique=False)
    op.create_index(op.f("ix_finding_sources_survey_id"), "finding_sources", ["survey_id"], unique=False)
    op.create_table(
        "summaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_summaries_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_summaries_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_summaries_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summaries")),
        sa.UniqueConstraint("participant_id", "theme_id", name=op.f("uq_summaries_participant_id_theme_id")),
    )
    op.create_index(op.f("ix_summaries_theme_id"), "summaries", ["theme_id"], unique=False)
    op.create_table(
        "coder_progress",
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["people.id"], name=op.f("fk_coder_progress_coder_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_coder_progress_transcript_id_transcripts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("transcript_id", "coder_id", name=op.f("pk_coder_progress")),
    )
    op.create_index(op.f("ix_coder_progress_coder_id"), "coder_progress", ["coder_id"], unique=False)
    op.create_table(
        "codings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sealed_memo", sa.LargeBinary(), nullable=True),
        sa.Column("is_doubtful", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint('"end" > start', name=op.f("ck_codings_not_empty")),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["people.id"], name=op.f("fk_codings_coder_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_codings_theme_id_themes")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_codings_transcript_id_transcripts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codings")),
        sa.UniqueConstraint("guid", name=op.f("uq_codings_guid")),
    )
    op.create_index(op.f("ix_codings_coder_id"), "codings", ["coder_id"], unique=False)
    op.create_index(op.f("ix_codings_theme_id"), "codings", ["theme_id"], unique=False)
    op.create_index(op.f("ix_codings_transcript_id_start"), "codings", ["transcript_id", "start"], unique=False)
    op.create_table(
        "memos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_memos_author_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_memos_study_id_studies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_memos_theme_id_themes"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_memos_transcript_id_transcripts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memos")),
        sa.UniqueConstraint("guid", name=op.f("uq_memos_guid")),
    )
    op.create_index(op.f("ix_memos_study_id"), "memos", ["study_id"], unique=False)
    op.create_index(op.f("ix_memos_theme_id"), "memos", ["theme_id"], unique=False)
    op.create_index(op.f("ix_memos_transcript_id"), "memos", ["transcript_id"], unique=False)
    op.create_table(
        "coding_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=True),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["people.id"], name=op.f("fk_coding_steps_coder_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["codings.id"], name=op.f("fk_coding_steps_coding_id_codings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_coding_steps_transcript_id_transcripts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_steps")),
    )
    op.create_index(op.f("ix_coding_steps_coding_id"), "coding_steps", ["coding_id"], unique=False)
    op.create_index(
        op.f("ix_coding_steps_transcript_id_coder_id_id"),
        "coding_steps",
        ["transcript_id", "coder_id", "id"],
        unique=False,
    )
    op.create_table(
        "finding_quotations",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=7), nullable=False),
        sa.CheckConstraint("side in ('for', 'against')", name=op.f("ck_finding_quotations_side")),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["codings.id"], name=op.f("fk_finding_quotations_coding_id_codings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_finding_quotations_finding_id_findings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", "coding_id", name=op.f("pk_finding_quotations")),
    )
    op.create_index(op.f("ix_finding_quotations_coding_id"), "finding_quotations", ["coding_id"], unique=False)
    op.create_table(
        "summary_quotations",
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["codings.id"], name=op.f("fk_summary_quotations_coding_id_codings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["summaries.id"],
            name=op.f("fk_summary_quotations_summary_id_summaries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("summary_id", "coding_id", name=op.f("pk_summary_quotations")),
    )
    op.create_index(op.f("ix_summary_quotations_coding_id"), "summary_quotations", ["coding_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_summary_quotations_coding_id"), table_name="summary_quotations")
    op.drop_table("summary_quotations")
    op.drop_index(op.f("ix_finding_quotations_coding_id"), table_name="finding_quotations")
    op.drop_table("finding_quotations")
    op.drop_index(op.f("ix_coding_steps_transcript_id_coder_id_id"), table_name="coding_steps")
    op.drop_index(op.f("ix_coding_steps_coding_id"), table_name="coding_steps")
    op.drop_table("coding_steps")
    op.drop_index(op.f("ix_memos_transcript_id"), table_name="memos")
    op.drop_index(op.f("ix_memos_theme_id"), table_name="memos")
    op.drop_index(op.f("ix_memos_study_id"), table_name="memos")
    op.drop_table("memos")
    op.drop_index(op.f("ix_codings_transcript_id_start"), table_name="codings")
    op.drop_index(op.f("ix_codings_theme_id"), table_name="codings")
    op.drop_index(op.f("ix_codings_coder_id"), table_name="codings")
    op.drop_table("codings")
    op.drop_index(op.f("ix_coder_progress_coder_id"), table_name="coder_progress")
    op.drop_table("coder_progress")
    op.drop_index(op.f("ix_summaries_theme_id"), table_name="summaries")
    op.drop_table("summaries")
    op.drop_index(op.f("ix_finding_sources_survey_id"), table_name="finding_sources")
    op.drop_index(op.f("ix_finding_sources_finding_id"), table_name="finding_sources")
    op.drop_table("finding_sources")
    op.drop_index(op.f("ix_themes_study_id_parent_id"), table_name="themes")
    op.drop_table("themes")
    op.drop_index(op.f("ix_findings_study_id"), table_name="findings")
    op.drop_table("findings")
