"""A person's word that the two forms of a survey may be compared. It is kept with name, day and reason, and stays."""

from app.audit.actions import record
from app.db import db
from app.results import queries
from app.results.compared import Compared
from app.results.models import Bridge


class NothingToBridge(Exception):
    """The survey has one form, or somebody declared it already."""


def declare_bridge(compared: Compared, reason: str, *, person_id: int) -> None:
    """From now on scores of both forms, 0 to 100, are taken as the same measures."""
    if compared.beside is None or queries.find_bridge(compared.id) is not None:
        raise NothingToBridge
    db.session.add(Bridge(survey_id=compared.id, reason=reason, declared_by_id=person_id))
    db.session.flush()
    record("bridge forms", person_id=person_id, survey=compared.id)
