"""Recording: called by the actions of every slice, in the same transaction as the deed."""

from typing import Any

from flask import Response, after_this_request, has_request_context, request
from sqlalchemy import insert

from app.audit.models import GUESSING, AuditEvent
from app.db import SAFE_METHODS, db


def record_look(action: str, *, person_id: int, school_id: int | None, **detail: object) -> None:
    """Add an event for something that was only looked at, durable at once: a GET's own session is never committed."""
    _add_at_once({"action": action, "person_id": person_id, "school_id": school_id, "detail": detail})


def record_seen(action: str, *, person_id: int, school_id: int | None, **detail: object) -> None:
    """Add an event for what a page shows, on the way to a change or not.

    In a change it is part of the change. One that is refused is undone, and its page shows the same all the same: then
    the event is added afterwards.
    """
    if has_request_context() and request.method in SAFE_METHODS:
        record_look(action, person_id=person_id, school_id=school_id, **detail)
        return
    record(action, person_id=person_id, school_id=school_id, **detail)
    if not has_request_context():
        return

    @after_this_request
    def _keep(response: Response) -> Response:
        if response.status_code >= 400:
            db.session.rollback()
            record_look(action, person_id=person_id, school_id=school_id, **detail)
        return response


def record_guessing(*, survey_id: int | None, school_id: int | None) -> None:
    """Note that many wrong codes came, durable at once: the request is refused, and nobody knows who it was.

    `survey_id` is of the cards that were tried, if it was cards.
    """
    detail = {"survey": survey_id} if survey_id else {}
    thing = {"object_type": GUESSING, "object_id": survey_id}
    _add_at_once({"action": "notice guessing", "school_id": school_id, "detail": detail, **thing})


def _add_at_once(row: dict[str, Any]) -> None:
    with db.engine.begin() as connection:
        connection.execute(insert(AuditEvent).values(row))


def record(
    action: str,
    *,
    person_id: int | None,
    subject: object = None,
    school_id: int | None = None,
    **detail: object,
) -> None:
    """Add an event. `action` is verb and noun (`import pupils`); `detail` holds counts, ids and codes only."""
    db.session.add(
        AuditEvent(
            action=action,
            person_id=person_id,
            object_type=getattr(subject, "__tablename__", ""),
            object_id=getattr(subject, "id", None),
            school_id=school_id,
            detail=detail,
        )
    )
