"""Memos are written on pages: who changed one last, and when it was taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0025_memos"
down_revision = "0024_projects_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memos") as batch:
        batch.add_column(sa.Column("changed_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("deleted_at", sa.DateTime(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_memos_changed_by_id_people"), "people", ["changed_by_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("memos") as batch:
        batch.drop_constraint(op.f("fk_memos_changed_by_id_people"), type_="foreignkey")
        batch.drop_column("deleted_at")
        batch.drop_column("changed_by_id")
