"""A question of a group has lines in the order of speaking; a late note may come in time as well."""

import sqlalchemy as sa
from alembic import op

revision = "0020_note_lines"
down_revision = "0019_school_asks"
branch_labels = None
depends_on = None
OLD = "ix_notes_interview_id_question_id_speaker_key"
NEW = "ix_notes_interview_id_question_id_line"
OLD_WRITES = "uq_note_events_interview_id_write_id"
NEW_WRITES = "uq_note_events_interview_id_write_id_is_late"


def upgrade() -> None:
    for table in ("notes", "note_events"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("line", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("note_events") as batch:
        batch.drop_constraint(batch.f(OLD_WRITES), type_="unique")
        batch.create_unique_constraint(batch.f(NEW_WRITES), ["interview_id", "write_id", "is_late"])
    op.drop_index(OLD, table_name="notes")
    op.create_index(NEW, "notes", ["interview_id", "question_id", "line"], unique=True)
    with op.batch_alter_table("interviews") as batch:
        batch.add_column(sa.Column("read_back_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Lines of groups go, and late twins: there was no place for more than one."""
    with op.batch_alter_table("interviews") as batch:
        batch.drop_column("read_back_on")
    op.get_bind().execute(sa.text("delete from notes where line > 0"))
    twins = "select 1 from note_events twin where twin.write_id = note_events.write_id and not twin.is_late"
    same = "twin.interview_id = note_events.interview_id"
    op.get_bind().execute(sa.text(f"delete from note_events where is_late and exists ({twins} and {same})"))
    with op.batch_alter_table("note_events") as batch:
        batch.drop_constraint(batch.f(NEW_WRITES), type_="unique")
        batch.create_unique_constraint(batch.f(OLD_WRITES), ["interview_id", "write_id"])
    op.drop_index(NEW, table_name="notes")
    op.create_index(OLD, "notes", ["interview_id", "question_id", "speaker_key"], unique=True)
    for table in ("notes", "note_events"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("line")
