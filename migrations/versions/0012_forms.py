"""A form beside a survey's own, which cards and responses have it, and a researcher's word that both measure alike."""

import sqlalchemy as sa
from alembic import op

revision = "0012_forms"
down_revision = "0011_paper"
branch_labels = None
depends_on = None

SIZES = {"beside_name": 60, "beside_version": 20, "beside_digest": 64}


def upgrade() -> None:
    with op.batch_alter_table("surveys", recreate="never") as batch_op:
        for name, size in SIZES.items():
            batch_op.add_column(sa.Column(name, sa.String(length=size), nullable=False, server_default=""))
    with op.batch_alter_table("cards", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("is_beside", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("responses", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "bridges",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["people.id"], name=op.f("fk_bridges_declared_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_bridges_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_bridges")),
    )


def downgrade() -> None:
    """Columns are dropped as they are: making the tables anew would take what refers to them along."""
    op.drop_table("bridges")
    with op.batch_alter_table("responses", recreate="never") as batch_op:
        batch_op.drop_column("digest")
    with op.batch_alter_table("cards", recreate="never") as batch_op:
        batch_op.drop_column("is_beside")
    with op.batch_alter_table("surveys", recreate="never") as batch_op:
        for name in reversed(SIZES):
            batch_op.drop_column(name)
