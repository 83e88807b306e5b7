"""Writes of participants and of what they allow. Each flushes, records its event and never commits.

Words about consent are only ever added; the one change is that a word is taken back, with its moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db, now
from app.policy import Actor
from app.schools.models import School
from app.studies import queries, silencing
from app.studies.models import Consent, ConsentKind, Participant, ParticipantRole, Study
from app.studies.pseudonyms import draw_number, propose, tells

MOST_AT_ONCE = 60


class Refused(ValueError):
    """Something that is not done; `field` is what the sentence is about."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class PseudonymTaken(Refused):
    """Somebody in the study is called so."""


class PseudonymTells(Refused):
    """A word of the name stands in the pseudonym."""


class HasSpoken(ValueError):
    """Who was asked already can withdraw, but is not removed as if they had never been there."""


@dataclass(frozen=True)
class ParticipantFields:
    """What is known of somebody. An empty pseudonym takes the next one; a name of None leaves what there is."""

    role: str
    schools: Sequence[School]
    pseudonym: str = ""
    name: str | None = None


@dataclass(frozen=True)
class Scopes:
    """What is allowed; all else is not, and nothing is where `to_take_part` is false."""

    to_take_part: bool
    to_record: bool = False
    to_quote: bool = False
    to_be_named: bool = False
    to_reuse: bool = False


@dataclass(frozen=True)
class Word:
    """Somebody's word as it was given: when, on which sheet, and what it allows."""

    given_on: date
    sheet_version: str
    scopes: Scopes


def add_participant(study: Study, actor: Actor, fields: ParticipantFields) -> Participant:
    """Add one; PseudonymTaken or PseudonymTells say what is wrong with the pseudonym."""
    taken = queries.list_pseudonyms(study.id)
    pseudonym = fields.pseudonym or propose(fields.role, taken)[0]
    _refuse_pseudonym(pseudonym, taken, fields.name or "")
    participant = Participant(study_id=study.id, role=fields.role, pseudonym=pseudonym)
    participant.number = draw_number(queries.list_numbers(study.id))
    participant.sealed_name = fields.name or None
    participant.schools = list(fields.schools)
    db.session.add(participant)
    db.session.flush()
    record("add participant", person_id=actor.id, subject=participant, study_id=study.id)
    return participant


def add_participants(study: Study, actor: Actor, fields: ParticipantFields, names: Sequence[str]) -> list[Participant]:
    """Add as many as there are names, empty ones included, all of one role and the same schools."""
    return [
        add_participant(study, actor, ParticipantFields(fields.role, fields.schools, name=name))
        for name in names[:MOST_AT_ONCE]
    ]


def edit_participant(participant: Participant, actor: Actor, fields: ParticipantFields) -> None:
    """Change what is known; a name that is an empty text is forgotten."""
    others = [one for one in queries.list_pseudonyms(participant.study_id) if one != participant.pseudonym]
    pseudonym = fields.pseudonym or participant.pseudonym
    _refuse_pseudonym(pseudonym, others, fields.name or "")
    participant.role, participant.pseudonym = fields.role, pseudonym
    participant.schools = list(fields.schools)
    if fields.name is not None:
        participant.sealed_name = fields.name or None
    db.session.flush()
    record("edit participant", person_id=actor.id, subject=participant, study_id=participant.study_id)


def remove_participant(participant: Participant, actor: Actor) -> None:
    """Take out somebody added by mistake; HasSpoken once an interview was planned or held with them."""
    if queries.has_been_asked(participant):
        raise HasSpoken(participant.pseudonym)
    record("remove participant", person_id=actor.id, subject=participant, study_id=participant.study_id)
    db.session.delete(participant)
    db.session.flush()


def withdraw(participant: Participant, actor: Actor | None, *, forget_name: bool = False) -> None:
    """From this moment none of their words is shown, quoted or exported, and every yes of theirs is taken back.

    Without an actor it was the participant, by a link of their own.
    """
    moment = now()
    if participant.withdrawn_at is None:
        participant.withdrawn_at = moment
        _take_back_yes(participant)
        record(
            "withdraw participant",
            person_id=actor.id if actor else None,
            subject=participant,
            study_id=participant.study_id,
        )
    if forget_name:
        participant.sealed_name = None
    db.session.flush()
    silencing.announce(participant)


def take_up_again(participant: Participant, actor: Actor) -> None:
    """Undo a withdrawal. Nothing is allowed until they say yes anew."""
    if participant.withdrawn_at is not None:
        participant.withdrawn_at = None
        db.session.flush()
        record("readmit participant", person_id=actor.id, subject=participant, study_id=participant.study_id)


def record_word(participant: Participant, actor: Actor | None, word: Word) -> Consent:
    """Add an adult's consent or a pupil's assent, whether yes or no; from now on it holds. A pupil is never named.

    Without an actor the participant gave it, by a link of their own.
    """
    pupil, scopes = participant.is_pupil, word.scopes
    yes = scopes.to_take_part
    consent = Consent(
        kind=ConsentKind.ASSENT if pupil else ConsentKind.CONSENT,
        given_on=word.given_on,
        sheet_version=word.sheet_version,
        to_take_part=yes,
        to_record=yes and scopes.to_record,
        to_quote=yes and scopes.to_quote,
        to_be_named=yes and scopes.to_quote and scopes.to_be_named and not pupil,
        to_reuse=yes and scopes.to_reuse,
    )
    return _add_word(participant, actor, consent)


def record_opt_out(participant: Participant, actor: Actor, *, given_on: date, sheet_version: str) -> Consent:
    """Add a carer's no for a pupil; Refused for an adult, who speaks for themselves."""
    if participant.role != ParticipantRole.PUPIL:
        raise Refused("given_on", "a carer speaks for pupils only")
    no = Consent(kind=ConsentKind.OPT_OUT, given_on=given_on, sheet_version=sheet_version, to_take_part=False)
    return _add_word(participant, actor, no)


def take_back_opt_out(consent: Consent, actor: Actor) -> None:
    """The carer no longer says no: the pupil's own word holds again. Other words are replaced, not taken back."""
    if consent.kind == ConsentKind.OPT_OUT and consent.withdrawn_at is None:
        consent.withdrawn_at = now()
        db.session.flush()
        study_id = consent.participant.study_id
        record("take back opt-out", person_id=actor.id, subject=consent.participant, study_id=study_id)


def _add_word(participant: Participant, actor: Actor | None, consent: Consent) -> Consent:
    person_id = actor.id if actor else None
    consent.recorded_by_id = person_id
    participant.consents.append(consent)
    db.session.flush()
    record("record consent", person_id=person_id, subject=participant, study_id=participant.study_id, kind=consent.kind)
    silencing.announce(participant)
    return consent


def _take_back_yes(participant: Participant) -> None:
    for one in participant.consents:
        if one.kind != ConsentKind.OPT_OUT and one.withdrawn_at is None:
            one.withdrawn_at = participant.withdrawn_at


def _refuse_pseudonym(pseudonym: str, taken: Sequence[str], name: str) -> None:
    if pseudonym.casefold() in {one.casefold() for one in taken}:
        raise PseudonymTaken("pseudonym", pseudonym)
    if tells(pseudonym, name):
        raise PseudonymTells("pseudonym", pseudonym)
