"""Reads of who is asked: the pupils of a group on a day, and of a survey, each once."""

import re
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import joinedload

from app.db import db
from app.schools.models import Enrolment, Pupil, School
from app.schools.queries import holds, is_present
from app.schools.years import year_order
from app.waves.groups import Group, groups_of
from app.waves.models import Card, Survey, Wave
from app.waves.planning import Plan, in_order
from app.web.filters import today

CHUNK = 1_000  # ids in one query
KEY = re.compile(r"(course|school)-(\d{1,9})(?:-(\w{1,3}))?")


def roster_day(wave: Wave, today: date) -> date:
    """The day that decides who is asked in a wave: today while it is open, else its nearest day."""
    return min(max(today, wave.opens_on), wave.closes_on)


def wave_in_hand(survey: Survey, today: date) -> Wave:
    """The wave that is open, else the next, else the last."""
    return next((wave for wave in survey.waves if today <= wave.closes_on), survey.waves[-1])


def pupil_ids_of(group: Group, day: date) -> Select[int]:
    """A query for the ids of the pupils who belong to the group on the day."""
    found = select(Pupil.id).where(is_present(day))
    if group.course:
        return found.join(Enrolment).where(Enrolment.course_id == group.course.id, holds(Enrolment, day))
    found = found.where(Pupil.home_school_id == group.home_school_id)
    return found.where(Pupil.year_group == group.year_group) if group.year_group else found


def pupil_ids_of_all(groups: list[Group] | tuple[Group, ...], day: date) -> Select[int]:
    """A query for the ids of the pupils of any of the groups, each once."""
    return select(union(*(pupil_ids_of(group, day) for group in groups)).subquery().c.id)


def list_pupils_without_card(survey: Survey, groups: tuple[Group, ...], day: date) -> list[Pupil]:
    """Pupils of the groups who have no card yet, in the order in which cards are numbered."""
    held = select(Card.pupil_id).where(Card.survey_id == survey.id)
    return list(
        db.session.scalars(
            select(Pupil)
            .join(Pupil.home_school)
            .where(Pupil.id.in_(pupil_ids_of_all(groups, day)), Pupil.id.not_in(held))
            .order_by(School.name, Pupil.year_group, Pupil.pseudonym)
        )
    )


def list_cards(groups: tuple[Group, ...], day: date) -> list[Card]:
    """The cards of the groups' pupils, by number, with pupils and home schools."""
    return list(
        db.session.scalars(
            select(Card)
            .where(
                Card.survey_id == groups[0].survey.id,
                Card.pupil_id.in_(pupil_ids_of_all(groups, day)),
            )
            .options(joinedload(Card.pupil).joinedload(Pupil.home_school))
            .order_by(Card.number)
        )
    )


def groups_of_pupil(survey: Survey, pupil: Pupil, day: date) -> list[Group]:
    """The survey's groups that the pupil belongs to on the day."""
    taught = set(
        db.session.scalars(select(Enrolment.course_id).where(Enrolment.pupil_id == pupil.id, holds(Enrolment, day)))
    )
    return [
        group
        for group in groups_of(survey)
        if (group.course and group.course.id in taught) or group.home_school_id == pupil.home_school_id
    ]


def find_group(survey: Survey, key: str) -> Group | None:
    """The group of that key, if the survey asks it; a year group only if the school has pupils in it."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    kind, number, year = found.groups()
    for group in groups_of(survey):
        if group.key == f"{kind}-{int(number)}":
            has_year = group.school is not None and year in list_year_groups(group.school)
            return Group(survey, group.course, group.school, year) if has_year or not year else None
    return None


def list_pupils(pupil_ids: list[int]) -> list[Pupil]:
    """The pupils of these ids, by pseudonym."""
    return list(db.session.scalars(select(Pupil).where(Pupil.id.in_(pupil_ids)).order_by(Pupil.pseudonym)))


def list_year_groups(school: School) -> list[str]:
    """Year groups of the pupils a school has now, youngest first."""
    found = db.session.scalars(
        select(Pupil.year_group).where(Pupil.home_school_id == school.id, is_present(today())).distinct()
    )
    return sorted(found, key=year_order)


def count_pupils(groups: list[Group], day: date) -> int:
    """How many pupils the groups have on the day, each counted once."""
    if not groups:
        return 0
    return _count(pupil_ids_of_all(groups, day))


def count_planned_pupils(plan: Plan, today: date) -> int:
    """How many pupils a plan would ask in its next wave, each counted once."""
    survey = Survey()
    groups = [Group(survey, course=course) for course in plan.courses]
    groups += [Group(survey, school=school) for school in plan.schools]
    waves = in_order(plan.waves)
    following = next((wave for wave in waves if today <= wave.closes_on), None)
    return count_pupils(groups, max(today, following.opens_on) if following else today)


def count_without_card(survey: Survey, groups: tuple[Group, ...], day: date) -> int:
    """How many pupils of the groups have no card yet."""
    held = select(Card.pupil_id).where(Card.survey_id == survey.id)
    asked = pupil_ids_of_all(groups, day).subquery()
    return _count(select(asked.c.id).where(asked.c.id.not_in(held)))


def last_number(survey: Survey) -> int:
    """The highest card number of the survey so far, or 0."""
    return db.session.scalar(select(func.max(Card.number)).where(Card.survey_id == survey.id)) or 0


def find_taken(fingerprints: list[str]) -> set[str]:
    """Which of these fingerprints some card has already."""
    taken: set[str] = set()
    for start in range(0, len(fingerprints), CHUNK):
        part = fingerprints[start : start + CHUNK]
        taken |= set(db.session.scalars(select(Card.code_fingerprint).where(Card.code_fingerprint.in_(part))))
    return taken


def _count(query: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
