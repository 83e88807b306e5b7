"""A number for each participant, by which quotations are told apart, and coders who had seen what others marked."""

import random
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0028_told_apart"
down_revision = "0027_pastoral_leads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("number", sa.Integer(), nullable=True))
    _number_everybody()
    op.create_index(op.f("ix_participants_study_id_number"), "participants", ["study_id", "number"], unique=True)
    op.add_column("coder_progress", sa.Column("has_seen", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("coder_progress", "has_seen")
    op.drop_index(op.f("ix_participants_study_id_number"), table_name="participants")
    op.drop_column("participants", "number")


def _number_everybody() -> None:
    """In no order: a number must not tell who was asked first."""
    people = sa.table("participants", sa.column("id"), sa.column("study_id"), sa.column("number"))
    connection, studies = op.get_bind(), defaultdict(list)
    for one in connection.execute(sa.select(people.c.id, people.c.study_id)):
        studies[one.study_id].append(one.id)
    for ids in studies.values():
        random.SystemRandom().shuffle(ids)
        for number, participant_id in enumerate(ids, 1):
            connection.execute(people.update().where(people.c.id == participant_id).values(number=number))
