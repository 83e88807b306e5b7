"""Interviews, notes and transcripts."""

import sqlalchemy as sa
from alembic import op

revision = "0016_interviews"
down_revision = "0015_studies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hidden_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("put", sa.String(length=60), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_hidden_names_created_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_hidden_names_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_names")),
        sa.UniqueConstraint("study_id", "fingerprint", name=op.f("uq_hidden_names_study_id_fingerprint")),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("schedule_name", sa.String(length=60), nullable=False),
        sa.Column("schedule_version", sa.String(length=20), nullable=False),
        sa.Column("schedule_digest", sa.String(length=64), nullable=False),
        sa.Column("wave_kind", sa.String(length=10), nullable=False),
        sa.Column("interviewer_id", sa.Integer(), nullable=True),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("is_recorded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("conflict_note", sa.String(length=500), nullable=False),
        sa.Column("has_second_adult", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("script_was_read", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind in ('individual', 'group', 'written', 'telephone')", name=op.f("ck_interviews_kind")),
        sa.CheckConstraint(
            "state in ('planned', 'held', 'drafted', 'returned', 'approved', 'coded', 'withdrawn')",
            name=op.f("ck_interviews_state"),
        ),
        sa.ForeignKeyConstraint(
            ["interviewer_id"], ["people.id"], name=op.f("fk_interviews_interviewer_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_interviews_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("guid", name=op.f("uq_interviews_guid")),
    )
    op.create_index(op.f("ix_interviews_interviewer_id"), "interviews", ["interviewer_id"], unique=False)
    op.create_index(op.f("ix_interviews_study_id"), "interviews", ["study_id"], unique=False)
    op.create_table(
        "note_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("speaker_key", sa.String(length=1), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("n_agree", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("write_id", sa.String(length=40), nullable=False),
        sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_note_events_interview_id_interviews"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_note_events_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_events")),
        sa.UniqueConstraint("interview_id", "write_id", name=op.f("uq_note_events_interview_id_write_id")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("speaker_key", sa.String(length=1), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("n_agree", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_notes_interview_id_interviews"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(
        op.f("ix_notes_interview_id_question_id_speaker_key"),
        "notes",
        ["interview_id", "question_id", "speaker_key"],
        unique=True,
    )
    op.create_table(
        "participant_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("purpose in ('write', 'check')", name=op.f("ck_participant_links_purpose")),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_participant_links_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_participant_links_made_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_participant_links_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_links")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_participant_links_fingerprint")),
    )
    op.create_index(op.f("ix_participant_links_interview_id"), "participant_links", ["interview_id"], unique=False)
    op.create_index(op.f("ix_participant_links_participant_id"), "participant_links", ["participant_id"], unique=False)
    op.create_table(
        "speakers",
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=1), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_speakers_interview_id_interviews"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_speakers_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview_id", "participant_id", name=op.f("pk_speakers")),
        sa.UniqueConstraint("interview_id", "key", name=op.f("uq_speakers_interview_id_key")),
    )
    op.create_index(op.f("ix_speakers_participant_id"), "speakers", ["participant_id"], unique=False)
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("n_characters", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("source in ('file', 'notes', 'written')", name=op.f("ck_transcripts_source")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_transcripts_created_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_transcripts_interview_id_interviews"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcripts")),
        sa.UniqueConstraint("guid", name=op.f("uq_transcripts_guid")),
        sa.UniqueConstraint("interview_id", name=op.f("uq_transcripts_interview_id")),
    )
    op.create_table(
        "replacements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("hidden_name_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("put", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["hidden_name_id"],
            ["hidden_names.id"],
            name=op.f("fk_replacements_hidden_name_id_hidden_names"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_replacements_transcript_id_transcripts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacements")),
        sa.UniqueConstraint("transcript_id", "start", name=op.f("uq_replacements_transcript_id_start")),
    )
    op.create_index(op.f("ix_replacements_hidden_name_id"), "replacements", ["hidden_name_id"], unique=False)
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('strike', 'correct')", name=op.f("ck_replies_kind")),
        sa.CheckConstraint("state in ('asked', 'done', 'declined')", name=op.f("ck_replies_state")),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["people.id"], name=op.f("fk_replies_done_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_replies_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_replies_transcript_id_transcripts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_participant_id"), "replies", ["participant_id"], unique=False)
    op.create_index(op.f("ix_replies_transcript_id"), "replies", ["transcript_id"], unique=False)
    op.create_table(
        "text_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("sealed_before", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_after", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_text_edits_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_text_edits_transcript_id_transcripts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_edits")),
    )
    op.create_index(op.f("ix_text_edits_transcript_id_at"), "text_edits", ["transcript_id", "at"], unique=False)
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("sealed_label", sa.LargeBinary(), nullable=True),
        sa.Column("is_interviewer", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_turns_participant_id_participants"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_turns_transcript_id_transcripts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("transcript_id", "position", name=op.f("uq_turns_transcript_id_position")),
    )
    op.create_index(op.f("ix_turns_participant_id"), "turns", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_turns_participant_id"), table_name="turns")
    op.drop_table("turns")
    op.drop_index(op.f("ix_text_edits_transcript_id_at"), table_name="text_edits")
    op.drop_table("text_edits")
    op.drop_index(op.f("ix_replies_transcript_id"), table_name="replies")
    op.drop_index(op.f("ix_replies_participant_id"), table_name="replies")
    op.drop_table("replies")
    op.drop_index(op.f("ix_replacements_hidden_name_id"), table_name="replacements")
    op.drop_table("replacements")
    op.drop_table("transcripts")
    op.drop_index(op.f("ix_speakers_participant_id"), table_name="speakers")
    op.drop_table("speakers")
    op.drop_index(op.f("ix_participant_links_participant_id"), table_name="participant_links")
    op.drop_index(op.f("ix_participant_links_interview_id"), table_name="participant_links")
    op.drop_table("participant_links")
    op.drop_index(op.f("ix_notes_interview_id_question_id_speaker_key"), table_name="notes")
    op.drop_table("notes")
    op.drop_table("note_events")
    op.drop_index(op.f("ix_interviews_study_id"), table_name="interviews")
    op.drop_index(op.f("ix_interviews_interviewer_id"), table_name="interviews")
    op.drop_table("interviews")
    op.drop_table("hidden_names")
