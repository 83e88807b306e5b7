"""Numbers under quotations, drawn anew: those so far told who had been asked before others."""

import random
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0029_drawn_anew"
down_revision = "0028_told_apart"
branch_labels = None
depends_on = None

FIRST = 100


def upgrade() -> None:
    people = sa.table("participants", sa.column("id"), sa.column("study_id"), sa.column("number"))
    connection, studies = op.get_bind(), defaultdict(list)
    for one in connection.execute(sa.select(people.c.id, people.c.study_id)):
        studies[one.study_id].append(one.id)
    connection.execute(people.update().values(number=None))
    for ids in studies.values():
        last = FIRST * 10
        while len(ids) > last // 2:
            last *= 10
        drawn = random.SystemRandom().sample(range(FIRST, last), len(ids))
        for participant_id, number in zip(ids, drawn, strict=True):
            connection.execute(people.update().where(people.c.id == participant_id).values(number=number))


def downgrade() -> None:
    """The numbers stay: any number that nobody else has is one."""
