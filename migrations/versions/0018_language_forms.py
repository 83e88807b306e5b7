"""A leader's yes to a language in draft is one to the words of one form."""

import sqlalchemy as sa
from alembic import op

revision = "0018_language_forms"
down_revision = "0017_coding"
branch_labels = None
depends_on = None
KEPT = ("survey_id", "school_id", "language", "digest", "opened_by_id", "opened_at")
TABLE = "language_openings"


def upgrade() -> None:
    _make_anew("true", sa.Column("beside", sa.Boolean(), nullable=False))


def downgrade() -> None:
    """A yes to the other form goes: there was no place for it."""
    _make_anew("not beside")


def _make_anew(which: str, *key: sa.Column) -> None:
    """The table with another key, and those of its rows; nothing refers to it."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"select {', '.join(KEPT)} from {TABLE} where {which}")).mappings().all()
    op.drop_index(op.f("ix_language_openings_school_id"), table_name=TABLE)
    op.drop_table(TABLE)
    op.create_table(
        TABLE,
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        *key,
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
        sa.PrimaryKeyConstraint(
            "survey_id", "school_id", "language", *(one.name for one in key), name=op.f("pk_language_openings")
        ),
    )
    op.create_index(op.f("ix_language_openings_school_id"), TABLE, ["school_id"])
    table = sa.table(TABLE, *map(sa.column, (*KEPT, *(one.name for one in key))))
    if rows:
        connection.execute(sa.insert(table), [dict(row) | {one.name: False for one in key} for row in rows])
