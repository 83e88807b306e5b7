"""Pages of the schools feature, one file for each thing they are about."""

from app.policy import Permission
from app.schools.views import courses, imports, looks, partnerships, people, pupils, schools
from app.web import navigation
from app.web.languages import later

__all__ = ["courses", "imports", "looks", "partnerships", "people", "pupils", "schools"]

navigation.add(40, later("Partnerships"), "schools.list_partnerships", Permission.PARTNERSHIP_LIST)
navigation.add(50, later("Schools"), "schools.list_schools", Permission.SCHOOL_LIST)
navigation.add(60, later("Courses"), "schools.list_courses", Permission.SCHOOL_LIST)
