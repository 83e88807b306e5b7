"""How many rows an uploaded file has, so that confirming it need not read it again."""

import sqlalchemy as sa
from alembic import op

revision = "0006_import_rows"
down_revision = "0005_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pupil_imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("n_rows", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("pupil_imports", schema=None) as batch_op:
        batch_op.drop_column("n_rows")
