"""A school leaves a partnership, as one of its leaders decides: dated, and with its pupils taken off others' courses.

Courses and surveys do not end with a membership: they hold pupils, and pupils are told what a survey is for. So the
leader is shown what goes on, and chooses whether the pupils' time on courses of other schools ends on the same day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db
from app.policy import Actor
from app.schools import pupil_queries, queries
from app.schools.actions import Refused
from app.schools.models import Course, Enrolment, Membership
from app.web.filters import day, today
from app.web.languages import _


class WrongDay(Refused):
    """The membership cannot end on that day."""


@dataclass(frozen=True)
class Ties:
    """What binds a school to a partnership today: courses it hosts, and its pupils' time on courses of others."""

    hosted: Sequence[Course]
    enrolments: Sequence[Enrolment]

    @property
    def n_pupils(self) -> int:
        return len({one.pupil_id for one in self.enrolments})

    @property
    def titles(self) -> list[str]:
        """The others' courses, each once."""
        return sorted({one.course.title for one in self.enrolments})


def list_ties(membership: Membership, after: date | None = None) -> Ties:
    """What goes on after a day, today if none is named."""
    after = after or today()
    hosted = queries.list_hosted(membership, after=after)
    return Ties(hosted, pupil_queries.list_enrolments_elsewhere(membership, after=after))


def leave(membership: Membership, actor: Actor, *, last_on: date, with_pupils: bool) -> int:
    """End the membership after a day that is not past; WrongDay. Returns how many enrolments ended with it."""
    _refuse_day(membership, last_on)
    ending = list_ties(membership, after=last_on).enrolments if with_pupils else []
    for enrolment in ending:
        if enrolment.from_on > last_on:
            db.session.delete(enrolment)
        else:
            enrolment.to_on = last_on
    membership.to_on = last_on
    db.session.flush()
    record(
        "leave partnership",
        person_id=actor.id,
        subject=membership.partnership,
        school_id=membership.school_id,
        to_on=last_on.isoformat(),
        n_ended=len(ending),
    )
    return len(ending)


def _refuse_day(membership: Membership, last_on: date) -> None:
    if last_on < today():
        raise WrongDay("to_on", _("This day has passed. What happened until today stays: choose today or a later day"))
    if last_on < membership.from_on:
        raise WrongDay(
            "to_on", _("The school joins on %(day)s: the last day cannot be before", day=day(membership.from_on))
        )
    if membership.to_on and last_on > membership.to_on:
        raise WrongDay(
            "to_on",
            _("The school leaves on %(day)s already: choose that day or an earlier one", day=day(membership.to_on)),
        )
