"""Which responses were ticked on paper, and who typed them when."""

import sqlalchemy as sa
from alembic import op

revision = "0011_paper"
down_revision = "0010_lessons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_entries",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_paper_entries_entered_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_paper_entries_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_paper_entries")),
    )
    op.create_index(op.f("ix_paper_entries_entered_by_id"), "paper_entries", ["entered_by_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_paper_entries_entered_by_id"), table_name="paper_entries")
    op.drop_table("paper_entries")
