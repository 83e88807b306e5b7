"""Which correction of a text another one takes back."""

import sqlalchemy as sa
from alembic import op

revision = "0022_undone_edits"
down_revision = "0021_transcript_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("text_edits") as batch:
        batch.add_column(sa.Column("undoes_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("text_edits") as batch:
        batch.drop_column("undoes_at")
