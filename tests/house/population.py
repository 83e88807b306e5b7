"""A small population for the rules of the house: two partnerships with everything in them, and somebody in every role.

Riverside has Ash (host of a course, with pupils on it), Beech (sends pupils), Fir (a member that does not take part)
and had Gorse, which left. Hillside has Cedar. Every pupil's name holds a word of the school alone (`Zqash...`), so that
a name in the wrong place is found wherever it appears.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select

from app.answers.models import Response
from app.coding import incoming_held, incoming_reading
from app.coding.findings import Finding
from app.coding.held import ProjectUpload
from app.coding.models import Coding, FileCoder, Memo, Theme
from app.db import db, now, vault
from app.interviews import links, text_uploads
from app.interviews.held import TranscriptUpload
from app.interviews.models import ParticipantLink
from app.interviews.texts import HiddenName, Reply
from app.people import actions as people_actions
from app.people.session import actor_of
from app.qda.model import Code, CodeBook, Project, Source
from app.qda.plain import to_json
from app.schools import importing, joining
from app.schools.models import Enrolment, PastoralLead, PupilImport
from app.studies.models import Consent, SchoolAsk, Study
from app.waves import cards
from app.waves.groups import groups_of
from app.web import jobs
from app.web.jobs import Job
from tests import factories as make

CSV = b"UPN,Forename,Surname,Year\n,Zqash-New,Pupil,10\n"
CANARIES = {"ash": "Zqash", "beech": "Zqbeech", "cedar": "Zqcedar", "study": "Zqasked", "words": "Zqsaid"}
ROLES = [
    "stranger",
    "nobody",
    "admin",
    "lead",
    "associate",
    "head",
    "teacher",
    "staff",
    "sibling_head",
    "sibling_staff",
    "bystander",
    "former",
    "lead_elsewhere",
    "head_elsewhere",
]


@dataclass
class Population:
    """Persons by role, things by name, and the rows to go back to."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    rows: dict[Table, list[Any]] = field(default_factory=dict)

    def restore(self) -> None:
        """Put every table back as it was."""
        db.session.rollback()
        with db.engine.begin() as connection:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(delete(table))
            for table, rows in self.rows.items():
                if rows:
                    connection.execute(insert(table), rows)

    def actor(self, role: str) -> Any:
        """The `Actor` of a role."""
        return actor_of(self.people[role])


def populate() -> Population:
    """Build everything in the empty database and remember it."""
    world = Population()
    schools = {name: make.a_school(f"{name.title()} School") for name in ("ash", "beech", "fir", "gorse", "cedar")}
    riverside = make.a_partnership(*(schools[name] for name in ("ash", "beech", "fir", "gorse")), name="Riverside")
    hillside = make.a_partnership(schools["cedar"], name="Hillside")
    _end_membership(riverside, schools["gorse"])
    world.people = _people(schools, riverside, hillside)
    here = _programme(riverside, schools["ash"], world.people["teacher"], _pupils(schools, ash=3, beech=2))
    there = _programme(hillside, schools["cedar"], None, _pupils(schools, cedar=2))
    world.things = {
        "partnership": riverside.id,
        "school": schools["ash"].id,
        "sibling": schools["beech"].id,
        "bystander": schools["fir"].id,
        "school2": schools["cedar"].id,
        "membership": next(m.id for m in riverside.memberships if m.school is schools["fir"]),
        "partnership2": hillside.id,
        **here,
        **{f"{name}2": value for name, value in there.items()},
        **_of_people(world, schools["ash"], riverside),
        "import": _import(schools["ash"], world),
        "done_import": _done_import(schools["ash"]),
        "cut_off_file": _cut_off_file(riverside),
        "instrument": "school-and-me/2026-1",
        "class_code": "KTMR47",
        **_study(make.a_study(riverside, world.people["staff"]), schools["ash"]),
        **{f"{name}2": value for name, value in _study(make.a_study(hillside), schools["cedar"]).items()},
        "researcher": world.people["staff"].id,
        "draft": make.an_own_schedule(riverside, title="Riverside").id,
        "published": make.an_own_schedule(riverside, title="Riverside", is_published=True).id,
        "draft2": make.an_own_schedule(hillside, title="Hillside").id,
        "offer": _offer(hillside, schools["ash"], world),
    }
    db.session.add(PastoralLead(school_id=schools["ash"].id, person_id=world.people["staff"].id))
    world.things |= _files(world.things["study"], riverside)
    world.things |= {f"{name}2": value for name, value in _files(world.things["study2"], hillside).items()}
    world.things |= _coded(world.things["study"], world.people["staff"])
    world.things |= {f"{name}2": value for name, value in _coded(world.things["study2"], None).items()}
    world.things |= _found(world.things["study"], schools["ash"])
    world.things |= {f"{name}2": value for name, value in _found(world.things["study2"], schools["cedar"]).items()}
    db.session.commit()
    with db.engine.connect() as connection:
        world.rows = {table: list(connection.execute(select(table)).mappings()) for table in db.metadata.sorted_tables}
    return world


def _end_membership(partnership: Any, school: Any) -> None:
    left = next(m for m in partnership.memberships if m.school is school)
    left.to_on = now().date() - timedelta(days=1)
    db.session.commit()


def _people(schools: dict[str, Any], riverside: Any, hillside: Any) -> dict[str, Any]:
    """Somebody in every role; `stranger` is nobody, `nobody` has an account and no role."""
    return {
        "stranger": None,
        "nobody": make.a_person(),
        "admin": make.a_person("administrator"),
        "lead": make.a_person("lead", partnership=riverside),
        "associate": make.a_person("associate", partnership=riverside),
        "head": make.a_person("leader", school=schools["ash"]),
        "teacher": make.a_person("practitioner", school=schools["ash"]),
        "staff": make.a_person("practitioner", school=schools["ash"]),
        "sibling_head": make.a_person("leader", school=schools["beech"]),
        "sibling_staff": make.a_person("practitioner", school=schools["beech"]),
        "bystander": make.a_person("leader", school=schools["fir"]),
        "former": make.a_person("leader", school=schools["gorse"]),
        "lead_elsewhere": make.a_person("lead", partnership=hillside),
        "head_elsewhere": make.a_person("leader", school=schools["cedar"]),
        "second_admin": make.a_person("administrator"),
    }


def _pupils(schools: dict[str, Any], **counts: int) -> list[Any]:
    """Pupils with names that tell their school."""
    return [
        make.a_pupil(schools[name], given_name=f"{CANARIES[name]}{number}", family_name=f"{CANARIES[name]}son")
        for name, count in counts.items()
        for number in range(count)
    ]


def _programme(partnership: Any, host: Any, teacher: Any, pupils: list[Any]) -> dict[str, Any]:
    """A course of the pupils, a survey of it with two open waves, cards, an open sitting and some responses."""
    course = make.a_course(partnership, host, teachers=(teacher,) if teacher else ())
    for pupil in pupils:
        pupil.enrolments.append(Enrolment(course_id=course.id, from_on=course.starts_on))
    survey = make.a_survey(partnership, course, pastoral_sees_profiles=True, **make.with_form_b())
    today = now().date()
    survey.waves[1].opens_on, survey.waves[1].closes_on = today - timedelta(days=1), today + timedelta(days=9)
    db.session.commit()
    made = cards.make_cards(survey, groups_of(survey), today)
    sitting = make.a_sitting(survey.waves[0], course, class_code="KTMR47" if teacher else "WXYH92")
    for wave in survey.waves:
        db.session.add(_response(wave, pupils[0], sitting))
    db.session.commit()
    return {
        "course": course.id,
        "survey": survey.id,
        "wave": survey.waves[0].id,
        "sitting": sitting.id,
        "pupil": pupils[0].id,
        "pseudonym": pupils[0].pseudonym,
        "enrolment": pupils[0].enrolments[0].id,
        "number": next(card.number for card in made if card.pupil_id == pupils[0].id),
    }


def _response(wave: Any, pupil: Any, sitting: Any) -> Response:
    return Response(wave_id=wave.id, pupil_id=pupil.id, sitting_id=sitting.id, state="finished", answers="3" * 45,
                    finished_at=now(), **{f"score_{number}": 50.0 for number in range(1, 10)})  # fmt: skip


def _of_people(world: Population, school: Any, partnership: Any) -> dict[str, Any]:
    """Invitations, links and roles."""
    by_school = people_actions.invite(None, email="i@a.example", name="I", kind="practitioner", school_id=school.id)
    by_group = people_actions.invite(None, email="j@a.example", name="J", kind="lead", partnership_id=partnership.id)
    by_admin = people_actions.invite(None, email="k@a.example", name="K", kind="administrator")
    reset = people_actions.make_reset_link(world.people["staff"], by=None)
    db.session.commit()
    return {
        "person": world.people["staff"].id,
        "role": world.people["staff"].roles[0].id,
        "partner_role": world.people["associate"].roles[0].id,
        "school_invitation": by_school[0].id,
        "partner_invitation": by_group[0].id,
        "admin_invitation": by_admin[0].id,
        "join": by_school[1].removeprefix("/join/"),
        "reset": reset[1].removeprefix("/join/"),
    }


def _study(study: Any, school: Any) -> dict[str, Any]:
    """A study that has asked a school, with a pupil whose carer said no."""
    participant = make.a_participant(study, school, role="pupil", pseudonym="P1", sealed_name=CANARIES["study"])
    no = Consent(kind="opt-out", given_on=now().date(), to_take_part=False)
    participant.consents.append(no)
    db.session.add(SchoolAsk(study_id=study.id, school_id=school.id))
    db.session.commit()
    return {"study": study.id, "participant": participant.id, "consent": no.id, **_interview(study, school)}


def _interview(study: Any, school: Any) -> dict[str, Any]:
    """A teacher's interview with a transcript, and a file that waits to take its place."""
    teacher = make.a_participant(study, school, pseudonym="T1", sealed_name=f"{CANARIES['study']} Quill")
    teacher.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True, to_quote=True))
    interview = make.an_interview(study, teacher)
    transcript = make.a_transcript(interview, (None, "What have pupils gained?"), (teacher, "Zqsaid u2 s3."))
    content = json.dumps({"layout": {"kind": "txt", "form": "colon", "unmatched": [], "set_aside": []},
                          "turns": [["Zqsaid", None, None, "T1 u2 s3."]]})  # fmt: skip
    waiting = TranscriptUpload(interview_id=interview.id, file_name="talk.txt")
    waiting.sealed_content = vault.seal_bytes(content.encode(), text_uploads.PLACE)
    name = HiddenName(study_id=study.id, sealed_name="Zqsaid", fingerprint=str(study.id), put="[a pupil]")
    db.session.add_all([waiting, name])
    db.session.commit()
    start, end = transcript.turns[1].start, transcript.turns[1].end
    reply = Reply(transcript_id=transcript.id, participant_id=teacher.id, kind="strike", start=start, end=end)
    reply.sealed_text = ""
    db.session.add(reply)
    db.session.commit()
    things = {"interview": interview.id, "turn": transcript.turns[1].id, "upload": waiting.id, "reply": reply.id}
    return {**things, "hidden_name": name.id, **_written(study, f"link-of-{study.partnership.name.lower()}")}


def _coded(study_id: int, coder: Any) -> dict[str, Any]:
    """A transcript with a question in it, a theme, a passage marked with it, memos, and what was removed of them."""
    study = db.session.get_one(Study, study_id)
    transcript = make.a_transcript(make.an_interview(study), (None, "What have pupils gained from it?"))
    theme = Theme(study_id=study.id, name="Belonging")
    removed = Theme(study_id=study.id, name="Buses", deleted_at=now())
    db.session.add_all([theme, removed])
    db.session.flush()
    coding = Coding(transcript_id=transcript.id, theme_id=theme.id, coder_id=coder and coder.id, start=0, end=32)
    memo = Memo(study_id=study.id, title="First thoughts", sealed_text="T1 u2 s3.")
    memo.transcript_id = transcript.id
    taken_out = Memo(study_id=study.id, title="Too early", sealed_text="T1 u2.", deleted_at=now())
    came = FileCoder(study_id=study.id, guid=str(UUID(int=study_id)), name="Coder of a file")
    db.session.add_all([coding, memo, taken_out, came])
    db.session.commit()
    things = {"transcript": transcript.id, "theme": theme.id, "removed_theme": removed.id, "coding": coding.id}
    return {**things, "memo": memo.id, "removed_memo": taken_out.id, "file_coder": came.id}


def _files(study_id: int, partnership: Any) -> dict[str, Any]:
    """A project and a code book that wait to be looked at."""
    code = Code(str(UUID(int=study_id)), "Belonging")
    source = Source(str(UUID(int=study_id + 1000)), "Zqasked", "Zqsaid: We met.")
    found = {"project_file": Project("Clubs", codes=(code,), sources=(source,)), "book_file": CodeBook((code,))}
    things = {}
    for name, content in found.items():
        held = ProjectUpload(partnership_id=partnership.id, file_name=f"{name}.qdpx")
        held.study_id = study_id if name == "book_file" else None
        held.sealed_content = vault.seal_bytes(to_json(content).encode(), incoming_held.PLACE)
        db.session.add(held)
        db.session.commit()
        things[name] = held.id
    return things


def _cut_off_file(partnership: Any) -> int:
    """A project's file whose reading was cut off."""
    held = ProjectUpload(partnership_id=partnership.id, file_name="cut.qdpx")
    held.sealed_content = vault.seal_bytes(b"PK", incoming_held.PLACE)
    db.session.add(held)
    db.session.flush()
    db.session.add(Job(kind=incoming_reading.READ_KIND, subject_id=held.id, state="failed", sentence=jobs.CUT_OFF))
    return held.id


def _found(study_id: int, school: Any) -> dict[str, Any]:
    """Somebody who takes part and has a row in the grid, and a finding."""
    study = db.session.get_one(Study, study_id)
    asked = make.a_participant(study, school, role="leader", pseudonym="L9")
    asked.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True))
    finding = Finding(study_id=study.id, claim="Pupils speak up more")
    db.session.add(finding)
    db.session.commit()
    return {"asked": asked.id, "finding": finding.id}


def _written(study: Any, token: str) -> dict[str, Any]:
    """Somebody of no school who answers by link."""
    other = make.a_participant(study, role="other", pseudonym="O1")
    interview = make.an_interview(study, other, kind="written", state="planned")
    link = ParticipantLink(interview_id=interview.id, participant_id=other.id, purpose="write")
    link.fingerprint, link.expires_at = links.fingerprint_of(token), now() + timedelta(days=1)
    db.session.add(link)
    db.session.commit()
    return {"written": interview.id, "link": link.id}


def _offer(partnership: Any, school: Any, world: Population) -> str:
    """A partnership that asks a school of another one to join."""
    offer = joining.Offer(partnership, school, "partner", now().date())
    return joining.token_of(offer, by=world.people["lead_elsewhere"].id)


def _done_import(school: Any) -> int:
    """A file that was imported earlier."""
    done = PupilImport(school_id=school.id, file_name="pupils.csv", state=importing.APPLIED, n_added=2)
    db.session.add(done)
    db.session.flush()
    return done.id


def _import(school: Any, world: Population) -> int:
    """A file that waits to be confirmed."""
    one = importing.upload(school, world.actor("head"), file_name="pupils.csv", data=CSV)
    table = importing.open_table(one)
    importing.choose_columns(one, table, importing.suggest_mapping(school.id, table))
    db.session.commit()
    return one.id
