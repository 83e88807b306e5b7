"""Courses, pupils, enrolments and the imports that bring them."""

import sqlalchemy as sa
from alembic import op

revision = "0002_courses_and_pupils"
down_revision = "0001_people_and_schools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("host_school_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("qualification", sa.String(length=120), nullable=False),
        sa.Column("key_stage", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_courses_ends_after_start")),
        sa.ForeignKeyConstraint(["host_school_id"], ["schools.id"], name=op.f("fk_courses_host_school_id_schools")),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_courses_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("partnership_id", "title", name=op.f("uq_courses_partnership_id_title")),
    )
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_courses_host_school_id"), ["host_school_id"], unique=False)

    op.create_table(
        "import_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["schools.id"],
            name=op.f("fk_import_profiles_school_id_schools"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profiles")),
        sa.UniqueConstraint("school_id", "headings", name=op.f("uq_import_profiles_school_id_headings")),
    )
    op.create_table(
        "pupils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=12), nullable=False),
        sa.Column("home_school_id", sa.Integer(), nullable=False),
        sa.Column("year_group", sa.String(length=3), nullable=False),
        sa.Column("sealed_given_name", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_family_name", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_upn", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_mis_id", sa.LargeBinary(), nullable=True),
        sa.Column("upn_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("mis_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["home_school_id"], ["schools.id"], name=op.f("fk_pupils_home_school_id_schools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupils")),
        sa.UniqueConstraint("home_school_id", "mis_fingerprint", name=op.f("uq_pupils_home_school_id_mis_fingerprint")),
        sa.UniqueConstraint("home_school_id", "upn_fingerprint", name=op.f("uq_pupils_home_school_id_upn_fingerprint")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_pupils_pseudonym")),
    )
    with op.batch_alter_table("pupils", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pupils_home_school_id_year_group"), ["home_school_id", "year_group"], unique=False
        )

    op.create_table(
        "course_teachers",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_course_teachers_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_course_teachers_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_course_teachers")),
    )
    with op.batch_alter_table("course_teachers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_teachers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_enrolments_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_enrolments_course_id_courses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupils.id"], name=op.f("fk_enrolments_pupil_id_pupils"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("course_id", "pupil_id", "from_on", name=op.f("uq_enrolments_course_id_pupil_id_from_on")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "pupil_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sealed_file", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("n_added", sa.Integer(), nullable=False),
        sa.Column("n_changed", sa.Integer(), nullable=False),
        sa.Column("n_unchanged", sa.Integer(), nullable=False),
        sa.Column("n_refused", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_pupil_imports_job_id_jobs"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pupil_imports_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_pupil_imports_school_id_schools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_imports")),
    )
    with op.batch_alter_table("pupil_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupil_imports_school_id"), ["school_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pupil_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pupil_imports_school_id"))

    op.drop_table("pupil_imports")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolments_pupil_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("course_teachers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_teachers_person_id"))

    op.drop_table("course_teachers")
    with op.batch_alter_table("pupils", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pupils_home_school_id_year_group"))

    op.drop_table("pupils")
    op.drop_table("import_profiles")
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_courses_host_school_id"))

    op.drop_table("courses")
