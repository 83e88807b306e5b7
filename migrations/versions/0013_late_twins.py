"""A choice that came late and was then sent in time is two events, so that no event is ever changed."""

import sqlalchemy as sa
from alembic import op

revision = "0013_late_twins"
down_revision = "0012_forms"
branch_labels = None
depends_on = None

OLD, NEW = "uq_answer_events_response_id_write_id", "uq_answer_events_response_id_write_id_late"


def upgrade() -> None:
    with op.batch_alter_table("answer_events") as batch_op:
        batch_op.drop_constraint(batch_op.f(OLD), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(NEW), ["response_id", "write_id", "late"])


def downgrade() -> None:
    """There was one event for both: that of the choice in time stays."""
    events = sa.table("answer_events", *(sa.column(name) for name in ("response_id", "write_id", "late")))
    twin = events.alias()
    in_time = sa.exists().where(
        twin.c.response_id == events.c.response_id, twin.c.write_id == events.c.write_id, twin.c.late == sa.false()
    )
    op.execute(events.delete().where(events.c.late == sa.true(), in_time))
    with op.batch_alter_table("answer_events") as batch_op:
        batch_op.drop_constraint(batch_op.f(NEW), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(OLD), ["response_id", "write_id"])
