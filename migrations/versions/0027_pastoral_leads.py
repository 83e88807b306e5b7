"""A school's pastoral lead, and surveys whose pupils were told that this person can see their scores."""

import sqlalchemy as sa
from alembic import op

revision = "0027_pastoral_leads"
down_revision = "0026_who_coded"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pastoral_leads",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pastoral_leads_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_pastoral_leads_school_id_schools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_pastoral_leads")),
    )
    op.create_index(op.f("ix_pastoral_leads_person_id"), "pastoral_leads", ["person_id"], unique=False)
    op.add_column(
        "surveys", sa.Column("pastoral_sees_profiles", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("surveys", "pastoral_sees_profiles")
    op.drop_index(op.f("ix_pastoral_leads_person_id"), table_name="pastoral_leads")
    op.drop_table("pastoral_leads")
