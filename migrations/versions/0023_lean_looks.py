"""Indexes with which a look at results reads what it needs, and no more."""

import sqlalchemy as sa
from alembic import op

revision = "0023_lean_looks"
down_revision = "0022_undone_edits"
branch_labels = None
depends_on = None

GIVEN_ANEW = sa.text("state = 'void' or state in ('open', 'finished') and date(started_at) <> date(updated_at)")
WHO_CHANGED = ["wave_id", "updated_at", "pupil_id"]


def upgrade() -> None:
    op.drop_index("ix_responses_wave_id_updated_at", table_name="responses")
    op.create_index("ix_responses_wave_id_updated_at_pupil_id", "responses", WHO_CHANGED)
    op.create_index(
        "ix_responses_given_anew", "responses", WHO_CHANGED, sqlite_where=GIVEN_ANEW, postgresql_where=GIVEN_ANEW
    )
    op.create_index("ix_releases_ledger", "releases", ["survey_id", "id", "released_at", "tier", "as_of"])


def downgrade() -> None:
    op.drop_index("ix_releases_ledger", table_name="releases")
    op.drop_index("ix_responses_given_anew", table_name="responses")
    op.drop_index("ix_responses_wave_id_updated_at_pupil_id", table_name="responses")
    op.create_index("ix_responses_wave_id_updated_at", "responses", ["wave_id", "updated_at"])
