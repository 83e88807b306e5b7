"""Responses with their scores, and the journal of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0004_answers"
down_revision = "0003_waves"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("score_1", sa.Float(), nullable=True),
        sa.Column("score_2", sa.Float(), nullable=True),
        sa.Column("score_3", sa.Float(), nullable=True),
        sa.Column("score_4", sa.Float(), nullable=True),
        sa.Column("score_5", sa.Float(), nullable=True),
        sa.Column("score_6", sa.Float(), nullable=True),
        sa.Column("score_7", sa.Float(), nullable=True),
        sa.Column("score_8", sa.Float(), nullable=True),
        sa.Column("score_9", sa.Float(), nullable=True),
        sa.Column("score_10", sa.Float(), nullable=True),
        sa.Column("score_11", sa.Float(), nullable=True),
        sa.Column("score_12", sa.Float(), nullable=True),
        sa.CheckConstraint("state in ('open', 'finished', 'declined', 'void')", name=op.f("ck_responses_state")),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupils.id"], name=op.f("fk_responses_pupil_id_pupils"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sittings.id"],
            name=op.f("fk_responses_sitting_id_sittings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_responses_wave_id_waves"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_wave_id_updated_at"), ["wave_id", "updated_at"], unique=False)
        batch_op.create_index(
            "uq_responses_wave_id_pupil_id",
            ["wave_id", "pupil_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )

    op.create_table(
        "answer_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=1), nullable=False),
        sa.Column("write_id", sa.String(length=48), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_answer_events_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sittings.id"],
            name=op.f("fk_answer_events_sitting_id_sittings"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_events")),
        sa.UniqueConstraint("response_id", "write_id", name=op.f("uq_answer_events_response_id_write_id")),
    )


def downgrade() -> None:
    op.drop_table("answer_events")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_responses_wave_id_pupil_id",
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )
        batch_op.drop_index(batch_op.f("ix_responses_wave_id_updated_at"))
        batch_op.drop_index(batch_op.f("ix_responses_sitting_id"))
        batch_op.drop_index(batch_op.f("ix_responses_pupil_id"))

    op.drop_table("responses")
