"""Tables of people, roles, invitations and recovery codes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.web.languages import later


class RoleKind(StrEnum):
    """What a role lets a person do; the scope it needs stands behind it."""

    ADMINISTRATOR = "administrator"  # the installation
    LEAD = "lead"  # a partnership
    ASSOCIATE = "associate"  # a partnership
    LEADER = "leader"  # a school
    PRACTITIONER = "practitioner"  # a school


SCOPES: dict[RoleKind, tuple[str, ...]] = {
    RoleKind.ADMINISTRATOR: (),
    RoleKind.LEAD: ("partnership_id",),
    RoleKind.ASSOCIATE: ("partnership_id",),
    RoleKind.LEADER: ("school_id",),
    RoleKind.PRACTITIONER: ("school_id",),
}
ROLE_NAMES: dict[str, str] = {
    RoleKind.ADMINISTRATOR: later("Administrator"),
    RoleKind.LEAD: later("Partnership lead"),
    RoleKind.ASSOCIATE: later("Research associate"),
    RoleKind.LEADER: later("School leader"),
    RoleKind.PRACTITIONER: later("Practitioner"),
}
RESET = "reset"


class Person(Base):
    """A member of staff who can sign in."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    session_version: Mapped[int] = mapped_column(default=1)
    otp_secret: Mapped[str | None] = mapped_column(Encrypted("people.otp_secret"))
    otp_last_step: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    roles: Mapped[list["Role"]] = relationship(back_populates="person", cascade="all, delete-orphan", lazy="selectin")
    recovery_codes: Mapped[list["RecoveryCode"]] = relationship(cascade="all, delete-orphan")


def _only_once(*columns: str, given: str) -> Index:
    """Nobody holds the same role twice. Empty scopes never count as equal, so each kind of scope has its index."""
    name = "_".join(("uq_roles_person_id", *columns))
    return Index(name, "person_id", *columns, unique=True, sqlite_where=text(given), postgresql_where=text(given))


class Role(Base):
    """A person's role for one school, one partnership or the whole installation."""

    __tablename__ = "roles"
    __table_args__ = (
        _only_once("kind", given="kind = 'administrator'"),
        _only_once("kind", "school_id", given="school_id is not null"),
        _only_once("kind", "partnership_id", given="partnership_id is not null"),
        CheckConstraint(
            "(kind = 'administrator' and school_id is null and partnership_id is null)"
            " or (kind in ('lead', 'associate') and school_id is null and partnership_id is not null)"
            " or (kind in ('leader', 'practitioner') and school_id is not null and partnership_id is null)",
            name="scope_fits_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"), index=True)

    person: Mapped[Person] = relationship(back_populates="roles")

    @property
    def title(self) -> str:
        """The role in words: School leader."""
        return ROLE_NAMES[self.kind]


class Invitation(Base):
    """A link that lets somebody set a password once: to join (`kind` is a role) or after forgetting (`reset`)."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def state(self) -> str:
        """`waiting`, or why the link is good no more: `used`, `withdrawn`, `expired`."""
        if self.used_at:
            return "used"
        if self.withdrawn_at:
            return "withdrawn"
        return "waiting" if self.expires_at > now() else "expired"


class EndedSession(Base):
    """A session that somebody signed out of: a copy of its cookie opens nothing any more."""

    __tablename__ = "ended_sessions"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class RecoveryCode(Base):
    """A one-use code for the day the phone is lost; only its keyed fingerprint is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
