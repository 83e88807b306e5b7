"""Projects that come in as files: what waits, who coded elsewhere, and what has no table of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0024_projects_in"
down_revision = "0023_lean_looks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_coders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_file_coders_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_coders")),
        sa.UniqueConstraint("study_id", "guid", name=op.f("uq_file_coders_study_id_guid")),
    )
    op.create_table(
        "project_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_project_uploads_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_project_uploads_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_project_uploads_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_uploads")),
    )
    op.create_index(op.f("ix_project_uploads_partnership_id"), "project_uploads", ["partnership_id"], unique=False)
    op.create_table(
        "brought_projects",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("sealed_rest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_brought_projects_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_brought_projects_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_brought_projects")),
    )
    for table in ("codings", "memos"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("file_coder_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_file_coder_id_file_coders"),
                "file_coders",
                ["file_coder_id"],
                ["id"],
                ondelete="SET NULL",
            )
    op.create_index(op.f("ix_codings_file_coder_id"), "codings", ["file_coder_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_codings_file_coder_id"), table_name="codings")
    for table in ("memos", "codings"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_file_coder_id_file_coders"), type_="foreignkey")
            batch.drop_column("file_coder_id")
    op.drop_table("brought_projects")
    op.drop_index(op.f("ix_project_uploads_partnership_id"), table_name="project_uploads")
    op.drop_table("project_uploads")
    op.drop_table("file_coders")
