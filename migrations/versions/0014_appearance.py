"""How the pages look to the pupil of a card."""

import sqlalchemy as sa
from alembic import op

revision = "0014_appearance"
down_revision = "0013_late_twins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cards", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("appearance", sa.String(length=120), server_default="", nullable=False))


def downgrade() -> None:
    """The column is dropped as it is: making the table anew would take what refers to it along."""
    with op.batch_alter_table("cards", recreate="never") as batch_op:
        batch_op.drop_column("appearance")
