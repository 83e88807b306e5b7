"""Links that carry an invitation, and the one rule for coming back to a page after signing in."""

from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.people.models import Invitation


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")


def path_of(invitation: Invitation) -> str:
    """The path of an invitation's link. It tells when it was made, too: a link of another database does not fit."""
    token = _signer().dumps([invitation.id, int(invitation.created_at.timestamp())])
    return f"/join/{token}"


def read_token(token: str) -> tuple[int, int] | None:
    """The id and the second of making that a token was signed for, or None if we did not sign it."""
    try:
        number, second = _signer().loads(token)
        return int(number), int(second)
    except (BadSignature, TypeError, ValueError):
        return None


def local_path(address: str | None) -> str | None:
    """The address if it is a path on this site, else None: nobody is sent elsewhere after signing in."""
    if not address or not address.startswith("/") or len(address) > 1000:
        return None
    if address.startswith("//") or "\\" in address or any(ord(c) < 33 or ord(c) == 127 for c in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
