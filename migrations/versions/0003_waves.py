"""Surveys, their waves, cards and sittings."""

import sqlalchemy as sa
from alembic import op

revision = "0003_waves"
down_revision = "0002_courses_and_pupils"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("instrument_name", sa.String(length=60), nullable=False),
        sa.Column("instrument_version", sa.String(length=20), nullable=False),
        sa.Column("instrument_digest", sa.String(length=64), nullable=False),
        sa.Column("teachers_see_profiles", sa.Boolean(), nullable=False),
        sa.Column("least_in_school", sa.Integer(), nullable=False),
        sa.Column("least_outside", sa.Integer(), nullable=False),
        sa.Column("least_in_public", sa.Integer(), nullable=False),
        sa.Column("help_contact", sa.String(length=200), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["people.id"],
            name=op.f("fk_surveys_created_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_surveys_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surveys_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("code_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("printed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_cards_pupil_id_pupils"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_cards_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code_fingerprint", name=op.f("uq_cards_code_fingerprint")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_cards_survey_id_number")),
        sa.UniqueConstraint("survey_id", "pupil_id", name=op.f("uq_cards_survey_id_pupil_id")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cards_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "survey_courses",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_survey_courses_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name=op.f("fk_survey_courses_survey_id_surveys"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", "course_id", name=op.f("pk_survey_courses")),
    )
    with op.batch_alter_table("survey_courses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_courses_course_id"), ["course_id"], unique=False)

    op.create_table(
        "survey_schools",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["schools.id"],
            name=op.f("fk_survey_schools_school_id_schools"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name=op.f("fk_survey_schools_survey_id_surveys"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", "school_id", name=op.f("pk_survey_schools")),
    )
    with op.batch_alter_table("survey_schools", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_schools_school_id"), ["school_id"], unique=False)

    op.create_table(
        "waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind in ('before', 'during', 'after', 'follow-up')", name=op.f("ck_waves_kind")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_waves_closes_after_opening")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_waves_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
        sa.UniqueConstraint("survey_id", "position", name=op.f("uq_waves_survey_id_position")),
    )
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("year_group", sa.String(length=3), nullable=True),
        sa.Column("class_code", sa.String(length=6), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(course_id is null) <> (school_id is null)", name=op.f("ck_sittings_one_group")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_sittings_course_id_courses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_sittings_opened_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_sittings_school_id_schools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_sittings_wave_id_waves"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sittings_wave_id"), ["wave_id"], unique=False)
        batch_op.create_index(
            "uq_sittings_open_class_code",
            ["class_code"],
            unique=True,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sittings_open_class_code",
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_sittings_wave_id"))
        batch_op.drop_index(batch_op.f("ix_sittings_school_id"))
        batch_op.drop_index(batch_op.f("ix_sittings_course_id"))

    op.drop_table("sittings")
    op.drop_table("waves")
    with op.batch_alter_table("survey_schools", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_schools_school_id"))

    op.drop_table("survey_schools")
    with op.batch_alter_table("survey_courses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_courses_course_id"))

    op.drop_table("survey_courses")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cards_pupil_id"))

    op.drop_table("cards")
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surveys_partnership_id"))

    op.drop_table("surveys")
