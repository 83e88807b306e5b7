"""Who of the study's people a coder of a file is, who said so, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0026_who_coded"
down_revision = "0025_memos"
branch_labels = None
depends_on = None
PEOPLE = ("person_id", "claimed_by_id")


def upgrade() -> None:
    with op.batch_alter_table("file_coders") as batch:
        for column in PEOPLE:
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = op.f(f"fk_file_coders_{column}_people")
            batch.create_foreign_key(name, "people", [column], ["id"], ondelete="SET NULL")
        batch.add_column(sa.Column("claimed_at", sa.DateTime(), nullable=True))
        batch.create_unique_constraint(op.f("uq_file_coders_study_id_person_id"), ["study_id", "person_id"])
    op.create_index(op.f("ix_file_coders_person_id"), "file_coders", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_file_coders_person_id"), table_name="file_coders")
    with op.batch_alter_table("file_coders") as batch:
        batch.drop_constraint(op.f("uq_file_coders_study_id_person_id"), type_="unique")
        batch.drop_column("claimed_at")
        for column in PEOPLE:
            batch.drop_constraint(op.f(f"fk_file_coders_{column}_people"), type_="foreignkey")
            batch.drop_column(column)
