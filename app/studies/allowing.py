"""What a participant allows now: read from every consent that was given, and from what was taken back since.

The newest word of each kind holds. An adult's consent or a pupil's assent says what they allow; a carer's no stands
over a pupil's yes; a withdrawal stands over everything. A pupil is never named, whatever a form or an older word says.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.studies.models import Consent, ConsentKind, Participant, SchoolPermission, Study


@dataclass(frozen=True)
class Allowed:
    """Scopes of one participant. Nothing is allowed where `to_take_part` is false."""

    to_take_part: bool = False
    to_record: bool = False
    to_quote: bool = False
    to_be_named: bool = False
    to_reuse: bool = False


NOTHING = Allowed()


def allowed_by(participant: Participant) -> Allowed:
    """What the participant's own words, and a carer's, leave. A school's permission is another matter."""
    if participant.withdrawn_at is not None or _newest(participant.consents, {ConsentKind.OPT_OUT}) is not None:
        return NOTHING
    word = _newest(participant.consents, {ConsentKind.CONSENT, ConsentKind.ASSENT})
    if word is None or not word.to_take_part:
        return NOTHING
    return Allowed(
        to_take_part=True,
        to_record=word.to_record,
        to_quote=word.to_quote,
        to_be_named=word.to_be_named and not participant.is_pupil,
        to_reuse=word.to_reuse,
    )


def permitted_school_ids(study: Study) -> frozenset[int]:
    """Schools whose head's permission stands."""
    query = select(SchoolPermission.school_id).where(
        SchoolPermission.study_id == study.id, SchoolPermission.withdrawn_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def is_permitted(participant: Participant, permitted: Iterable[int]) -> bool:
    """True when the head of each of the participant's schools has said yes. Somebody of no school needs nobody's."""
    return {school.id for school in participant.schools} <= set(permitted)


def _newest(consents: Iterable[Consent], kinds: set[ConsentKind]) -> Consent | None:
    """The last word of these kinds, unless it was taken back: an earlier one does not come back to life."""
    words = [one for one in consents if one.kind in kinds]
    last = max(words, key=lambda one: one.id, default=None)
    return last if last is not None and last.withdrawn_at is None else None
