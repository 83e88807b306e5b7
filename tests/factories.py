"""One short function for each thing a test needs. Defaults are valid, plain and never random; everything is flushed."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from app.coding.models import Coding, Theme
from app.db import db, now
from app.instruments.load import read_text
from app.instruments.write import text_of
from app.interviews.models import Interview, Speaker
from app.interviews.texts import TURN_GAP, Transcript, Turn
from app.people.models import Person, Role
from app.schools.models import Course, CourseTeacher, Enrolment, Membership, Partnership, Pupil, School
from app.studies.models import OwnSchedule, Participant, Study, StudyResearcher
from app.waves.models import Sitting, Survey, Wave

PASSWORD = "a long enough passphrase"
_numbers = count(1001)  # of one length, so that nobody's name is the beginning of another's


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def a_person(kind: str = "", *, school: Any = None, partnership: Any = None, name: str = "", email: str = "") -> Person:
    """A member of staff, with one role when a kind is named. The password hash opens with nothing."""
    n = next(_numbers)
    person = Person(email=email or f"person{n}@school.example", name=name or f"Person {n}", password_hash="!")
    if kind:
        person.roles.append(
            Role(kind=kind, school_id=school and school.id, partnership_id=partnership and partnership.id)
        )
    return _add(person)


def a_partnership(*schools: School, name: str = "") -> Partnership:
    """A partnership of these schools since last year."""
    n = next(_numbers)
    partnership = Partnership(name=name or f"Partnership {n}")
    for school in schools:
        partnership.memberships.append(Membership(school=school, from_on=now().date() - timedelta(days=365)))
    return _add(partnership)


def a_school(name: str = "", **fields: Any) -> School:
    """A secondary school."""
    n = next(_numbers)
    return _add(School(**{"urn": f"{900000 + n}", "name": name or f"School {n}", "phase": "secondary", **fields}))


def a_course(partnership: Partnership, host: School, *, title: str = "", teachers: tuple[Person, ...] = ()) -> Course:
    """A course that began two months ago and goes on."""
    today = now().date()
    course = Course(
        partnership_id=partnership.id,
        host_school_id=host.id,
        title=title or f"Course {next(_numbers)}",
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=200),
    )
    course.teachers = [CourseTeacher(person_id=person.id) for person in teachers]
    return _add(course)


def a_pupil(school: School, *courses: Course, year_group: str = "10", **fields: Any) -> Pupil:
    """A pupil with a name, enrolled on the courses since they began."""
    n = next(_numbers)
    pupil = Pupil(
        pseudonym=f"P{n:07d}",
        home_school_id=school.id,
        year_group=year_group,
        sealed_given_name=fields.pop("given_name", f"Given{n}"),
        sealed_family_name=fields.pop("family_name", f"Family{n}"),
        **fields,
    )
    pupil.enrolments = [Enrolment(course_id=course.id, from_on=course.starts_on) for course in courses]
    return _add(pupil)


def with_form_b() -> dict[str, str]:
    """Fields of a survey in which some pupils may sit form B."""
    from flask import current_app

    other = current_app.extensions["instruments"].latest("school-and-me-b")
    return {"beside_name": other.name, "beside_version": other.version, "beside_digest": other.digest}


def a_survey(
    partnership: Partnership, *courses: Course, schools: tuple[School, ...] = (), instrument: Any = None, **fields: Any
) -> Survey:
    """A survey of the courses with a before wave that is open today and an after wave in half a year."""
    from flask import current_app

    library = current_app.extensions["instruments"]
    instrument = instrument or library.latest("school-and-me")
    today = now().date()
    survey = Survey(
        partnership_id=partnership.id,
        title=fields.pop("title", f"Survey {next(_numbers)}"),
        instrument_name=instrument.name,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        courses=list(courses),
        schools=list(schools),
        **fields,
    )
    survey.waves = [
        a_wave("before", 1, today - timedelta(days=7), today + timedelta(days=7)),
        a_wave("after", 2, today + timedelta(days=150), today + timedelta(days=170)),
    ]
    return _add(survey)


def a_wave(kind: str, position: int, opens_on: date, closes_on: date) -> Wave:
    """A wave, not yet part of a survey."""
    return Wave(kind=kind, position=position, opens_on=opens_on, closes_on=closes_on)


def a_sitting(wave: Wave, group: Course | School, *, class_code: str = "KTMR47", minutes: int = 45) -> Sitting:
    """An open sitting for a course or a school."""
    return _add(
        Sitting(
            wave_id=wave.id,
            course_id=group.id if isinstance(group, Course) else None,
            school_id=group.id if isinstance(group, School) else None,
            class_code=class_code,
            closes_at=now() + timedelta(minutes=minutes),
        )
    )


def a_study(partnership: Partnership, *researchers: Person, title: str = "") -> Study:
    """A study in which these people interview and code."""
    study = Study(partnership_id=partnership.id, title=title or f"Study {next(_numbers)}")
    study.researchers = [StudyResearcher(person_id=person.id) for person in researchers]
    return _add(study)


def a_participant(study: Study, *schools: School, role: str = "teacher", pseudonym: str = "", **fields: Any) -> Any:
    """Somebody of these schools who may be asked; nothing is allowed yet."""
    participant = Participant(
        study_id=study.id, role=role, pseudonym=pseudonym or f"T{next(_numbers)}", schools=list(schools), **fields
    )
    return _add(participant)


def an_own_schedule(partnership: Partnership, *, title: str = "", is_published: bool = False) -> OwnSchedule:
    """A partnership's own copy of the leaders' schedule: a draft, or published."""
    from flask import current_app

    n = next(_numbers)
    leaders = current_app.extensions["instruments"].latest("leaders")
    text = text_of(replace(leaders, name=f"schedule-{n}", title=title or f"Schedule {n}"))
    own = OwnSchedule(partnership_id=partnership.id, name=f"schedule-{n}", version=leaders.version, text=text)
    if is_published:
        own.digest, own.published_at = read_text(text).digest, now()
    return _add(own)


def an_interview(study: Study, *participants: Any, interviewer: Person | None = None, **fields: Any) -> Interview:
    """An interview by the teachers' schedule in which these people speak, by the keys 1, 2, ..."""
    from flask import current_app

    schedule = current_app.extensions["instruments"].latest("teachers")
    interview = Interview(
        study_id=study.id,
        interviewer_id=interviewer and interviewer.id,
        schedule_name=schedule.name,
        schedule_version=schedule.version,
        schedule_digest=schedule.digest,
        **{"title": f"Interview {next(_numbers)}", "kind": "individual", "state": "held", **fields},
    )
    interview.speakers = [Speaker(participant_id=one.id, key=str(at)) for at, one in enumerate(participants, 1)]
    return _add(interview)


def a_transcript(interview: Interview, *turns: tuple[Any, str]) -> Transcript:
    """A transcript of these turns: who spoke (None for the interviewer) and their words."""
    transcript = Transcript(interview_id=interview.id, source="file")
    at = 0
    for position, (participant, words) in enumerate(turns):
        transcript.turns.append(
            Turn(
                position=position,
                start=at,
                end=at + len(words),
                is_interviewer=participant is None,
                participant_id=participant and participant.id,
            )
        )
        at += len(words) + len(TURN_GAP)
    transcript.sealed_text = TURN_GAP.join(words for _, words in turns)
    transcript.n_characters = len(transcript.sealed_text)
    return _add(transcript)


def a_theme(study: Study, name: str = "", **fields: Any) -> Theme:
    """A theme of the study's code book, at the top unless it is told its `parent_id`."""
    return _add(Theme(study_id=study.id, name=name or f"Theme {next(_numbers)}", **fields))


def a_coding(talk: Any, theme: Theme, coder: Person | None, words: str, **fields: Any) -> Coding:
    """These words of the transcript, marked. `talk` is a transcript, or has one as its `transcript`."""
    transcript = getattr(talk, "transcript", talk)
    start = transcript.sealed_text.index(words)
    return _add(
        Coding(
            transcript_id=transcript.id,
            theme_id=theme.id,
            coder_id=coder and coder.id,
            start=start,
            end=start + len(words),
            **fields,
        )
    )
