"""A school's pastoral lead: one of its staff, named by its leader, who may see profiles where pupils were told so."""

from sqlalchemy import select

from app.audit.actions import record
from app.db import db
from app.people.models import Person, Role
from app.policy import Actor
from app.schools.models import PastoralLead, School


def find_lead(school_id: int) -> Person | None:
    """Who it is now: somebody who was named, can sign in and still works there."""
    works = select(Role.id).where(Role.person_id == Person.id, Role.school_id == school_id).exists()
    named = select(Person).join(PastoralLead, PastoralLead.person_id == Person.id)
    return db.session.scalar(named.where(PastoralLead.school_id == school_id, works, Person.disabled_at.is_(None)))


def list_led_by(actor: Actor) -> frozenset[int]:
    """Schools whose pastoral lead the signed-in person is."""
    named = select(PastoralLead.school_id).where(PastoralLead.person_id == actor.id)
    return frozenset(db.session.scalars(named)) & actor.school_ids


def name_lead(school: School, person: Person | None, *, by: int) -> None:
    """Name another one, or nobody."""
    held = db.session.get(PastoralLead, school.id)
    if (held.person_id if held else None) == (person.id if person else None):
        return
    if held:
        db.session.delete(held)
        db.session.flush()
        record("end pastoral lead", person_id=by, subject=db.session.get(Person, held.person_id), school_id=school.id)
    if person:
        db.session.add(PastoralLead(school_id=school.id, person_id=person.id))
        record("name pastoral lead", person_id=by, subject=person, school_id=school.id)
    db.session.flush()
