"""Recording: called by the actions of every slice, in the same transaction as the deed."""

from sqlalchemy import insert

from app.audit.models import AuditEvent
from app.db import db


def record_look(action: str, *, person_id: int, school_id: int | None, **detail: object) -> None:
    """Add an event for something that was only looked at, durable at once: a GET's own session is never committed."""
    with db.engine.begin() as connection:
        connection.execute(
            insert(AuditEvent).values(action=action, person_id=person_id, school_id=school_id, detail=detail)
        )


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
