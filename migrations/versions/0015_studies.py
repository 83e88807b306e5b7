"""Studies, their participants and what these allowed."""

import sqlalchemy as sa
from alembic import op

revision = "0015_studies"
down_revision = "0014_appearance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_own_schedules_created_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_own_schedules_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_schedules")),
        sa.UniqueConstraint(
            "partnership_id", "name", "version", name=op.f("uq_own_schedules_partnership_id_name_version")
        ),
    )
    op.create_table(
        "studies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("sheet_version", sa.String(length=40), nullable=False),
        sa.Column("withdraw_until", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_studies_created_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_studies_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_studies_survey_id_surveys"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
        sa.UniqueConstraint("guid", name=op.f("uq_studies_guid")),
        sa.UniqueConstraint("partnership_id", "title", name=op.f("uq_studies_partnership_id_title")),
    )
    op.create_index(op.f("ix_studies_survey_id"), "studies", ["survey_id"], unique=False)
    op.create_table(
        "participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "role in ('leader', 'teacher', 'support', 'pupil', 'other')", name=op.f("ck_participants_role")
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_participants_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("guid", name=op.f("uq_participants_guid")),
        sa.UniqueConstraint("study_id", "pseudonym", name=op.f("uq_participants_study_id_pseudonym")),
    )
    op.create_table(
        "school_permissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("sheet_version", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["people.id"],
            name=op.f("fk_school_permissions_recorded_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_permissions_school_id_schools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_school_permissions_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_permissions")),
    )
    op.create_index(op.f("ix_school_permissions_school_id"), "school_permissions", ["school_id"], unique=False)
    op.create_index(op.f("ix_school_permissions_study_id"), "school_permissions", ["study_id"], unique=False)
    op.create_table(
        "study_researchers",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_study_researchers_person_id_people"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["studies.id"], name=op.f("fk_study_researchers_study_id_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "person_id", name=op.f("pk_study_researchers")),
    )
    op.create_index(op.f("ix_study_researchers_person_id"), "study_researchers", ["person_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("sheet_version", sa.String(length=40), nullable=False),
        sa.Column("to_take_part", sa.Boolean(), nullable=False),
        sa.Column("to_record", sa.Boolean(), nullable=False),
        sa.Column("to_quote", sa.Boolean(), nullable=False),
        sa.Column("to_be_named", sa.Boolean(), nullable=False),
        sa.Column("to_reuse", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("kind in ('consent', 'assent', 'opt-out')", name=op.f("ck_consents_kind")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_consents_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_consents_recorded_by_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_participant_id"), "consents", ["participant_id"], unique=False)
    op.create_table(
        "participant_schools",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_participant_schools_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_participant_schools_school_id_schools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", "school_id", name=op.f("pk_participant_schools")),
    )
    op.create_index(op.f("ix_participant_schools_school_id"), "participant_schools", ["school_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participant_schools_school_id"), table_name="participant_schools")
    op.drop_table("participant_schools")
    op.drop_index(op.f("ix_consents_participant_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_study_researchers_person_id"), table_name="study_researchers")
    op.drop_table("study_researchers")
    op.drop_index(op.f("ix_school_permissions_study_id"), table_name="school_permissions")
    op.drop_index(op.f("ix_school_permissions_school_id"), table_name="school_permissions")
    op.drop_table("school_permissions")
    op.drop_table("participants")
    op.drop_index(op.f("ix_studies_survey_id"), table_name="studies")
    op.drop_table("studies")
    op.drop_table("own_schedules")
