"""A leader's yes to a language in draft, what a card's pupil reads in, and in which words a response was read."""

import sqlalchemy as sa
from alembic import op

revision = "0009_languages"
down_revision = "0008_leases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "language_openings",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_language_openings_opened_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_language_openings_school_id_schools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_language_openings_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "school_id", "language", name=op.f("pk_language_openings")),
    )
    with op.batch_alter_table("language_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_openings_school_id"), ["school_id"], unique=False)
    op.create_table(
        "response_languages",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_response_languages_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "language", "digest", name=op.f("pk_response_languages")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    """The column is dropped as it is: making the table anew would be for nothing."""
    with op.batch_alter_table("cards", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("language")
    op.drop_table("response_languages")
    with op.batch_alter_table("language_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_language_openings_school_id"))
    op.drop_table("language_openings")
