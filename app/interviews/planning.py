"""Writes that plan an interview and change its plan. Each flushes, records its event and never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db
from app.instruments.model import Instrument
from app.interviews.choosing import choice_of, ties_between
from app.interviews.models import Interview, InterviewKind, InterviewState, Speaker
from app.people.models import Person
from app.policy import Actor
from app.studies.allowing import permitted_school_ids
from app.studies.models import Participant, Study
from app.web.languages import _

KEYS = "123456789abc"
FEWEST_PUPILS, MOST_PUPILS = 4, 8
"""A group of pupils is small enough that each can speak, and large enough that nobody stands alone."""


class CannotPlan(ValueError):
    """What is wrong with a plan: (field, sentence) for each thing."""

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who is asked what, by whom, how and when."""

    kind: str
    title: str
    schedule: Instrument
    participants: Sequence[Participant]
    interviewer: Person
    wave_kind: str = ""
    planned_for: date | None = None
    place: str = ""
    is_recorded: bool = False
    conflict_note: str = ""


def plan_interview(study: Study, actor: Actor, plan: Plan) -> Interview:
    """Plan one; CannotPlan says of each field what stands against it."""
    _check(study, plan)
    interview = Interview(study_id=study.id, state=InterviewState.PLANNED)
    _fill(interview, plan)
    db.session.add(interview)
    db.session.flush()
    record("plan interview", person_id=actor.id, subject=interview, study_id=study.id)
    return interview


def change_plan(interview: Interview, actor: Actor, plan: Plan) -> None:
    """Change what is planned; the keys of those who stay stay theirs."""
    _check(interview.study, plan)
    _fill(interview, plan)
    db.session.flush()
    record("change plan of interview", person_id=actor.id, subject=interview, study_id=interview.study_id)


def remove_plan(interview: Interview, actor: Actor) -> None:
    """Take out an interview that was only planned and of which nothing is noted."""
    record("remove interview", person_id=actor.id, subject=interview, study_id=interview.study_id)
    db.session.delete(interview)
    db.session.flush()


def _check(study: Study, plan: Plan) -> None:
    reasons = [*_about_people(study, plan), *_about_interviewer(plan), *_about_recording(plan)]
    if reasons:
        raise CannotPlan(reasons)


def _about_people(study: Study, plan: Plan) -> list[tuple[str, str]]:
    permitted = permitted_school_ids(study)
    choices = [choice_of(one, permitted, plan.kind) for one in plan.participants]
    barred = [
        ("participants", _("%(who)s can't be asked: %(why)s", who=one.participant.pseudonym, why=one.against))
        for one in choices
        if one.against
    ]
    return barred or _about_number(plan)


def _about_number(plan: Plan) -> list[tuple[str, str]]:
    n, pupils = len(plan.participants), [one for one in plan.participants if one.is_pupil]
    if plan.kind != InterviewKind.GROUP:
        return [] if n == 1 else [("participants", _("Choose one person"))]
    if pupils and not FEWEST_PUPILS <= n <= MOST_PUPILS:
        return [("participants", _("A group of pupils has four to eight"))]
    if pupils and len(pupils) < n:
        return [("participants", _("Ask pupils and adults apart: pupils speak more freely among themselves"))]
    return [] if 2 <= n <= len(KEYS) else [("participants", _("A group has two to twelve people"))]


def _about_interviewer(plan: Plan) -> list[tuple[str, str]]:
    ties = ties_between(plan.interviewer, plan.participants)
    if not ties.schools or plan.conflict_note:
        return []
    names = " · ".join(school.name for school in ties.schools)
    sentence = _(
        "%(who)s works at %(schools)s too. Say how both parts are kept apart", who=plan.interviewer.name, schools=names
    )
    return [("conflict_note", sentence)]


def _about_recording(plan: Plan) -> list[tuple[str, str]]:
    if not plan.is_recorded:
        return []
    if plan.kind == InterviewKind.WRITTEN:
        return [("is_recorded", _("What is written is not recorded"))]
    permitted = permitted_school_ids(plan.participants[0].study) if plan.participants else frozenset[int]()
    against = [one.pseudonym for one in plan.participants if not choice_of(one, permitted, plan.kind).allowed.to_record]
    return [("is_recorded", _("%(who)s did not allow a recording", who=", ".join(against)))] if against else []


def _fill(interview: Interview, plan: Plan) -> None:
    interview.kind, interview.title = plan.kind, plan.title
    schedule = plan.schedule
    interview.schedule_name, interview.schedule_version = schedule.name, schedule.version
    interview.schedule_digest = schedule.digest
    interview.interviewer_id, interview.wave_kind = plan.interviewer.id, plan.wave_kind
    interview.planned_for, interview.place = plan.planned_for, plan.place
    interview.is_recorded, interview.conflict_note = plan.is_recorded, plan.conflict_note
    _seat(interview, plan.participants)


def _seat(interview: Interview, participants: Sequence[Participant]) -> None:
    """Give each a key; whoever stays keeps theirs."""
    chosen = {one.id for one in participants}
    for speaker in [one for one in interview.speakers if one.participant_id not in chosen]:
        interview.speakers.remove(speaker)
    db.session.flush()
    seated = {one.participant_id for one in interview.speakers}
    free = [key for key in KEYS if key not in {one.key for one in interview.speakers}]
    for participant, key in zip([one for one in participants if one.id not in seated], free, strict=False):
        interview.speakers.append(Speaker(participant_id=participant.id, key=key))
