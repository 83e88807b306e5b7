"""Which window may write to a response, and in which order its answers were given."""

import sqlalchemy as sa
from alembic import op

revision = "0008_leases"
down_revision = "0007_ended_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("lease", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("seqs", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("answer_events") as batch_op:
        batch_op.add_column(sa.Column("lease", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("seq", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Columns are dropped as they are: making the tables anew would take the journal along with the responses."""
    with op.batch_alter_table("answer_events", recreate="never") as batch_op:
        batch_op.drop_column("late")
        batch_op.drop_column("seq")
        batch_op.drop_column("lease")
    with op.batch_alter_table("responses", recreate="never") as batch_op:
        batch_op.drop_column("seqs")
        batch_op.drop_column("lease")
