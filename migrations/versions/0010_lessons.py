"""More time for one pupil of a lesson, and how many had help in it."""

import sqlalchemy as sa
from alembic import op

revision = "0010_lessons"
down_revision = "0009_languages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "more_times",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_more_times_card_id_cards"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name=op.f("fk_more_times_given_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_more_times_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "card_id", name=op.f("pk_more_times")),
    )
    op.create_index(op.f("ix_more_times_card_id"), "more_times", ["card_id"])
    with op.batch_alter_table("sittings", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("n_read_to", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("n_scribed", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Columns are dropped as they are: making the table anew would take what refers to it along."""
    with op.batch_alter_table("sittings", recreate="never") as batch_op:
        batch_op.drop_column("n_scribed")
        batch_op.drop_column("n_read_to")
    op.drop_index(op.f("ix_more_times_card_id"), table_name="more_times")
    op.drop_table("more_times")
