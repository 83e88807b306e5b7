"""What waits of a file that came in: sealed, for a day at most, or until it is stored or thrown away."""

from datetime import timedelta

from app.coding.held import ProjectUpload
from app.db import db, now, vault

PLACE = "project_uploads.sealed_content"
KEPT = timedelta(hours=24)


class FileGone(LookupError):
    """The file was stored, thrown away or deleted after a day."""


def is_held(held: ProjectUpload) -> bool:
    """True while the file can be opened."""
    return held.sealed_content is not None and now() - held.created_at <= KEPT


def content_of(held: ProjectUpload, *, apart: bool = False) -> bytes:
    """What is held; FileGone when it no longer is. `apart`: a big one takes a moment, so no transaction stays open."""
    if not is_held(held):
        raise FileGone
    sealed = held.sealed_content or b""
    if apart:
        db.session.rollback()
    return vault.open_bytes(sealed, PLACE)


def finish(held: ProjectUpload) -> None:
    """Forget what was held."""
    held.sealed_content = None
    db.session.flush()
