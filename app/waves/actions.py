"""Writes of surveys: plan, change, delete. Cards and sittings have files of their own."""

from app.audit.actions import record
from app.db import db
from app.schools.models import Partnership
from app.waves.models import Survey, Wave
from app.waves.planning import Plan, find_locks, in_order
from app.waves.progress import has_answers, ids_of_waves_with_answers
from app.waves.queries import lock_waves


class PlanLocked(Exception):
    """The change would break what pupils were told or asked; `locks` says what, by field."""

    def __init__(self, locks: dict[str, str]) -> None:
        super().__init__("; ".join(locks.values()))
        self.locks = locks


class SurveyAnswered(Exception):
    """Pupils have answered: the survey stays."""


def plan_survey(partnership: Partnership, plan: Plan, *, person_id: int) -> Survey:
    """A new survey, as planned."""
    survey = Survey(partnership_id=partnership.id, created_by_id=person_id)
    _apply(survey, plan)
    survey.waves = [
        Wave(position=position, kind=wave.kind, opens_on=wave.opens_on, closes_on=wave.closes_on)
        for position, wave in enumerate(in_order(plan.waves), 1)
    ]
    db.session.add(survey)
    db.session.flush()
    record("plan survey", person_id=person_id, subject=survey, waves=len(survey.waves))
    return survey


def edit_survey(survey: Survey, plan: Plan, *, person_id: int) -> None:
    """Change what may still be changed; PlanLocked when the plan touches anything else."""
    lock_waves(survey)
    locks = find_locks(survey, plan, ids_of_waves_with_answers(survey))
    if locks:
        raise PlanLocked(locks)
    _apply(survey, plan)
    _set_waves(survey, plan)
    record("change survey", person_id=person_id, subject=survey, waves=len(survey.waves))


def delete_survey(survey: Survey, *, person_id: int) -> None:
    """Take the survey away with its waves, cards and sittings; SurveyAnswered once a pupil has answered."""
    lock_waves(survey)
    if has_answers(survey):
        raise SurveyAnswered
    record("delete survey", person_id=person_id, subject=survey)
    db.session.delete(survey)
    db.session.flush()


def _apply(survey: Survey, plan: Plan) -> None:
    survey.title = plan.title
    survey.instrument_name = plan.instrument.name
    survey.instrument_version = plan.instrument.version
    survey.instrument_digest = plan.instrument.digest
    beside = plan.beside
    survey.beside_name, survey.beside_version = (beside.name, beside.version) if beside else ("", "")
    survey.beside_digest = beside.digest if beside else ""
    survey.courses = list(plan.courses)
    survey.schools = list(plan.schools)
    survey.teachers_see_profiles = plan.teachers_see_profiles
    survey.pastoral_sees_profiles = plan.pastoral_sees_profiles
    survey.least_in_school = plan.least_in_school
    survey.least_outside = plan.least_outside
    survey.least_in_public = plan.least_in_public
    survey.help_contact = plan.help_contact


def _set_waves(survey: Survey, plan: Plan) -> None:
    """Positions are unique, so waves step aside to negative ones before they take their new places."""
    known = {wave.id: wave for wave in survey.waves}
    kept = {wave.id for wave in plan.waves}
    survey.waves = [wave for wave in survey.waves if wave.id in kept]
    for wave in survey.waves:
        wave.position = -wave.position
    db.session.flush()
    for position, planned in enumerate(in_order(plan.waves), 1):
        wave = known.get(planned.id or 0) or Wave()
        wave.position, wave.kind = position, planned.kind
        wave.opens_on, wave.closes_on = planned.opens_on, planned.closes_on
        if wave not in survey.waves:
            survey.waves.append(wave)
    db.session.flush()
    db.session.refresh(survey, ["waves"])
