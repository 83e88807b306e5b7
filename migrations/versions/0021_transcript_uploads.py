"""Transcripts that wait to be confirmed, and places that are left as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0021_transcript_uploads"
down_revision = "0020_note_lines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transcript_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_choices", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_transcript_uploads_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_transcript_uploads_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_uploads")),
    )
    op.create_index(op.f("ix_transcript_uploads_interview_id"), "transcript_uploads", ["interview_id"], unique=False)
    op.create_table(
        "spared_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("hidden_name_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hidden_name_id"],
            ["hidden_names.id"],
            name=op.f("fk_spared_places_hidden_name_id_hidden_names"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_spared_places_transcript_id_transcripts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spared_places")),
        sa.UniqueConstraint(
            "transcript_id", "hidden_name_id", "start", name=op.f("uq_spared_places_transcript_id_hidden_name_id_start")
        ),
    )
    op.create_index(op.f("ix_spared_places_hidden_name_id"), "spared_places", ["hidden_name_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_spared_places_hidden_name_id"), table_name="spared_places")
    op.drop_table("spared_places")
    op.drop_index(op.f("ix_transcript_uploads_interview_id"), table_name="transcript_uploads")
    op.drop_table("transcript_uploads")
