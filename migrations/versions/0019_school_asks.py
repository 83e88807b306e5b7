"""A study asks a school's head."""

import sqlalchemy as sa
from alembic import op

revision = "0019_school_asks"
down_revision = "0018_language_forms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_asks",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_asks_school_id_schools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_school_asks_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "school_id", name=op.f("pk_school_asks")),
    )
    op.create_index(op.f("ix_school_asks_school_id"), "school_asks", ["school_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_school_asks_school_id"), table_name="school_asks")
    op.drop_table("school_asks")
