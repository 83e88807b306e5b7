"""The second step: codes that a phone makes every 30 seconds (RFC 6238), and recovery codes for the day it is lost."""

import hmac
import secrets
import time

import pyotp
from sqlalchemy import or_, update

from app.db import db, now, vault
from app.people.models import Person, RecoveryCode

STEP = 30
DRIFT = 1
SYMBOLS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
N_RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
ISSUER = "Lateral"


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """The `otpauth:` address that a phone's camera reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str) -> int | None:
    """The half minute since 1970 that the code belongs to, at most one away from now; None for a wrong code."""
    typed = "".join(code.split())
    totp = pyotp.TOTP(secret)
    current = int(time.time()) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def use_code(person: Person, code: str) -> str | None:
    """Spend a code: `app` or `recovery`, or None if it is wrong or was used before."""
    step = step_of(person.otp_secret or "", code) if person.otp_secret else None
    if step is not None:
        return "app" if _spend_step(person, step) else None
    return "recovery" if _spend_recovery_code(person, code) else None


def _spend_step(person: Person, step: int) -> bool:
    """One statement, so that two requests at once can't both spend it."""
    unused = or_(Person.otp_last_step.is_(None), Person.otp_last_step < step)
    spent = db.session.execute(update(Person).where(Person.id == person.id, unused).values(otp_last_step=step))
    return bool(spent.rowcount)  # type: ignore[attr-defined]


def _spend_recovery_code(person: Person, code: str) -> bool:
    mine = (RecoveryCode.person_id == person.id, RecoveryCode.fingerprint == fingerprint(code))
    spent = db.session.execute(update(RecoveryCode).where(*mine, RecoveryCode.used_at.is_(None)).values(used_at=now()))
    return bool(spent.rowcount)  # type: ignore[attr-defined]


def fingerprint(code: str) -> str:
    """What is kept of a recovery code, however it is typed."""
    return vault.fingerprint("".join(c for c in code.upper() if c.isalnum()), "recovery code")


def new_recovery_codes() -> list[str]:
    """Ten codes of 49 bits each, to show once."""

    def part() -> str:
        return "".join(secrets.choice(SYMBOLS) for _ in range(RECOVERY_LENGTH // 2))

    return [f"{part()}-{part()}" for _ in range(N_RECOVERY_CODES)]
