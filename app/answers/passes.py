"""A pupil's pass: which card, sitting and response a browser may write to, signed, and gone when the pupil is done.

A pupil's browser holds it, and beside it how the pages are to look, and nothing else. The token of a pupil's forms is
made from it, so that no session is needed, and a teacher who is signed in in the same browser stays signed in.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.wrappers import Response as BaseResponse

from app.web import appearance
from app.web.appearance import Appearance
from app.web.languages import current, speak

COOKIE = "lateral_pupil"
CARD_COOKIE = "lateral_card"
FAREWELL_COOKIE = "lateral_farewell"
PATH = "/answer"
LAST_PAGE = "/answer/thanks"
LONGEST_LESSON = 3 * 3600
CARD_SECONDS = 300
FAREWELL_SECONDS = 120
_IDS = ("sitting_id", "card_id", "issue", "response_id", "earlier")
FIELDS = 4 + len(_IDS)


@dataclass(frozen=True)
class Pass:
    """`response_id` is 0 until the pupil has said yes; all ids are 0 on the page where codes are entered.

    `on_paper` passes are made for what a teacher types from paper, perhaps after the lesson; no browser carries one.
    `language` is what the pupil chose, empty until then; `offered` are the languages that the lesson has. `earlier` is
    the highest number of an answer when the codes were entered: answers up to it are told of and not shown.
    """

    nonce: str
    digest: str = ""
    sitting_id: int = 0
    card_id: int = 0
    issue: int = 0
    response_id: int = 0
    on_paper: bool = field(default=False, kw_only=True)
    language: str = ""
    offered: tuple[str, ...] = ()
    earlier: int = 0

    @property
    def token(self) -> str:
        """The token of this pupil's forms."""
        return _token(current_app.config["SECRET_KEY"], f"form {self.nonce}")

    @property
    def response_name(self) -> str:
        """The response's name in the store of a browser: it tells nothing, and is the same at every entry."""
        return _token(current_app.config["SECRET_KEY"], f"response {self.response_id}")[:16]

    def knows(self, token: str) -> bool:
        return hmac.compare_digest(self.token.encode(), token.encode())


@lru_cache(maxsize=4096)
def _token(key: str, purpose: str) -> str:
    return hmac.digest(key.encode(), f"pupil {purpose}".encode(), hashlib.sha256).hex()[:32]


def new_nonce() -> str:
    return secrets.token_urlsafe(12)


def read() -> Pass | None:
    """The pass that came with the request, if it is ours and not of an earlier lesson."""
    signer = _signer("pass")
    try:
        ticket, given_at = _opened(signer, request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return ticket if 0 <= signer.get_timestamp() - given_at <= LONGEST_LESSON else None


@lru_cache(maxsize=4096)
def _opened(signer: TimestampSigner, signed: str) -> tuple[Pass | None, float]:
    """What a pass says, and when it was given, in seconds since 1970. A pupil sends the same one with each answer.

    What bears another's signature raises, and so is not remembered: a stranger fills no memory with it.
    """
    text, given_at = signer.unsign(signed, return_timestamp=True)
    parts = text.decode().split("/")
    if len(parts) != FIELDS:
        return None, 0
    nonce, digest, language, offered, *numbers = parts
    ids: dict[str, Any] = dict(zip(_IDS, map(int, numbers), strict=True))
    ticket = Pass(nonce, digest, language=language, offered=tuple(filter(None, offered.split("+"))), **ids)
    return ticket, given_at.timestamp()


def give(response: Response | BaseResponse, ticket: Pass) -> None:
    """Let the browser keep the pass until it is closed."""
    ids = (str(getattr(ticket, name)) for name in _IDS)
    parts = (ticket.nonce, ticket.digest, ticket.language, "+".join(ticket.offered), *ids)
    _set(response, COOKIE, _signer("pass").sign("/".join(parts)).decode(), samesite="Strict")


def take_back(response: Response | BaseResponse) -> None:
    """Leave nothing of this pupil in the browser."""
    for name in (COOKIE, CARD_COOKIE):
        response.delete_cookie(name, path=PATH, secure=_https(), httponly=True)
    response.delete_cookie(FAREWELL_COOKIE, path=LAST_PAGE, secure=_https(), httponly=True)
    appearance.forget(response)


def carry_farewell(response: Response | BaseResponse) -> None:
    """Let the last page speak and look as the pupil chose, once: in its address it would stay on the computer."""
    text = f"{current().code}/{appearance.current()}"
    _set(response, FAREWELL_COOKIE, text, samesite="Strict", max_age=FAREWELL_SECONDS, path=LAST_PAGE)


def say_farewell() -> None:
    """Show this page in the language and the look that were carried here; as usual where none were."""
    language, _slash, chosen = request.cookies.get(FAREWELL_COOKIE, "").partition("/")
    speak(language)
    appearance.show(Appearance.read(chosen))


def carry_card(response: Response | BaseResponse, code: str) -> None:
    """Keep a scanned card's code for the next page, so that it stays in no address and no history.

    Lax, because a scanner on another site may have led here.
    """
    value = _signer("card").sign(code.encode().hex()).decode()
    _set(response, CARD_COOKIE, value, samesite="Lax", max_age=CARD_SECONDS)


def carried_card() -> str:
    """The scanned card's code, or nothing."""
    try:
        text = _signer("card").unsign(request.cookies.get(CARD_COOKIE, ""), max_age=CARD_SECONDS)
    except BadSignature:
        return ""
    return bytes.fromhex(text.decode()).decode()


def _signer(purpose: str) -> TimestampSigner:
    return _signer_with(current_app.config["SECRET_KEY"], purpose)


@lru_cache
def _signer_with(key: str, purpose: str) -> TimestampSigner:
    return TimestampSigner(key, salt=f"pupil {purpose}", digest_method=hashlib.sha256)


def _https() -> bool:
    return bool(current_app.config["SETTINGS"].https)


def _set(
    response: Response | BaseResponse,
    name: str,
    value: str,
    *,
    samesite: str,
    max_age: int | None = None,
    path: str = PATH,
) -> None:
    response.set_cookie(name, value, max_age=max_age, path=path, secure=_https(), httponly=True, samesite=samesite)
