"""Asking a school to join a partnership: the lead makes a link, and a leader of the school says yes.

A school where nobody works yet is simply added. One with staff or pupils decides for itself. The link is signed, is
good for seven days while whoever made it may still change the partnership, and opens for the school's leaders alone. It
is good once: as soon as the school has joined, left or was taken out, every link made before is void.
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from app.db import db, now
from app.people.models import Person
from app.people.session import actor_of
from app.policy import Permission, allows
from app.schools import queries
from app.schools.models import Partnership, School
from app.web.errors import refuse
from app.web.languages import later

LASTS = 7 * 24 * 3600  # seconds
GONE = later("This link is good no more. Ask the lead of the partnership for a new one.")


@dataclass(frozen=True)
class Offer:
    """What a school is asked: to be in a partnership in this part, between these days."""

    partnership: Partnership
    school: School
    part: str
    from_on: date
    to_on: date | None = None

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.school.school_ids


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="join partnership")


def token_of(offer: Offer, *, by: int) -> str:
    """The offer, signed; `by` is who makes it."""
    days = [offer.from_on.isoformat(), offer.to_on.isoformat() if offer.to_on else ""]
    return str(_signer().dumps([by, offer.partnership.id, offer.school.id, offer.part, *days, now().isoformat()]))


def get_offer(token: str) -> Offer:
    """The offer of a link: 404 for one we did not sign, 410 for one that has had its day."""
    try:
        by, partnership_id, school_id, part, start, end, made = _signer().loads(token, max_age=LASTS)
    except SignatureExpired:
        raise refuse(410, GONE) from None
    except (BadSignature, ValueError):
        abort(404)
    partnership, maker = queries.get_partnership(partnership_id), db.session.get(Person, by)
    may = maker and not maker.disabled_at and allows(actor_of(maker), Permission.PARTNERSHIP_EDIT, partnership)
    if not may or queries.has_moved(partnership, school_id, since=datetime.fromisoformat(made)):
        raise refuse(410, GONE)
    days = (date.fromisoformat(start), date.fromisoformat(end) if end else None)
    return Offer(partnership, queries.get_school(school_id), part, *days)
