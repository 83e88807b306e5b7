"""Reads of people, roles and invitations.

Schools and partnerships belong to a room above this one, so their names are read here by table, not by model.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, column, exists, func, or_, outerjoin, select, table
from sqlalchemy.orm import contains_eager

from app.db import db, now, vault
from app.people.models import RESET, EndedSession, Invitation, Person, RecoveryCode, Role, RoleKind
from app.people.session import actor_with
from app.policy import Actor
from app.prepared import Asked, Query, find_together

SCHOOLS = table("schools", column("id"), column("name"))
PARTNERSHIPS = table("partnerships", column("id"), column("name"))
OF_SESSION = Query(
    select(*Person.__table__.c["id", "name"], *Role.__table__.c["kind", "school_id", "partnership_id"])
    .select_from(outerjoin(Person, Role))
    .where(
        Person.id == bindparam("person_id"),
        Person.session_version == bindparam("version"),
        Person.disabled_at.is_(None),
        ~exists().where(EndedSession.fingerprint == bindparam("fingerprint")),
    )
)
A_PAGE = 50
SORTS = {"name": Person.name, "email": Person.email, "joined": Person.created_at}


@dataclass(frozen=True)
class Post:
    """A role with the name of what it holds for: School leader, Ash School."""

    role: Role
    place: str

    @property
    def title(self) -> str:
        """School leader, Ash School."""
        return f"{self.role.title}, {self.place}" if self.place else self.role.title


def plain_email(email: str) -> str:
    """An address as it is kept and compared: NFKC, lower case, no spaces around it."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def find_actor_of_session(user_id: str) -> Actor | None:
    """Whom a session's `id:version:key` belongs to, with what their roles allow at this moment.

    None if it was signed out, here or everywhere, or they may not sign in any more. One read, as every request asks it.
    """
    asked = ask_of_session(user_id)
    return actor_among(find_together(asked)[0]) if asked else None


def ask_of_session(user_id: str) -> Asked | None:
    """What to ask the database to find that person; None of what is no session's."""
    number, version, key = (user_id.split(":") + ["", ""])[:3]
    if not key or not _are_numbers(number, version):
        return None
    fingerprint = fingerprint_of_session(key)
    return OF_SESSION, {"person_id": int(number), "version": int(version), "fingerprint": fingerprint}


def actor_among(rows: list[Any]) -> Actor | None:
    """The person that was found, with what their roles allow."""
    roles = [(row.kind, row.school_id or row.partnership_id or 0) for row in rows if row.kind]
    return actor_with(rows[0].id, rows[0].name, roles) if rows else None


def find_person_between_steps(person_id: int, version: int) -> Person | None:
    """The person whose password was right while their session version was this one."""
    if not _are_numbers(str(person_id), str(version)):
        return None
    is_it = (Person.id == person_id, Person.session_version == version, Person.disabled_at.is_(None))
    return db.session.scalars(select(Person).where(*is_it)).one_or_none()


def _are_numbers(*parts: str) -> bool:
    """True of what fits a column of whole numbers."""
    return all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts)


def fingerprint_of_session(key: str) -> str:
    """What is kept of a session that ended."""
    return vault.fingerprint(key, "session")


def find_person_by_email(email: str) -> Person | None:
    """The person with this address, however it is written."""
    return db.session.scalars(select(Person).where(Person.email == plain_email(email))).one_or_none()


def get_person(person_id: int) -> Person:
    """The person, or 404."""
    return db.get_or_404(Person, person_id)


def get_role(role_id: int) -> Role:
    """The role, or 404."""
    return db.get_or_404(Role, role_id)


def get_invitation(invitation_id: int) -> Invitation:
    """The invitation, or 404."""
    return db.get_or_404(Invitation, invitation_id)


def find_invitation(number: int, second: int) -> Invitation | None:
    """The invitation that a link names, if it was made in that second."""
    invitation = db.session.get(Invitation, number)
    if invitation is None or int(invitation.created_at.timestamp()) != second:
        return None
    return invitation


def list_people(*, search: str = "", sort: str = "name", page: int = 1) -> list[Person]:
    """One page of those whose name or address holds each word of `search`, by a key of `SORTS` (`-` for descending)."""
    order = SORTS.get(sort.lstrip("-"), Person.name)
    people = (
        select(Person).where(*_holding(search)).order_by(order.desc() if sort.startswith("-") else order, Person.id)
    )
    return list(db.session.scalars(people.limit(A_PAGE).offset((page - 1) * A_PAGE)))


def count_people(*, search: str = "") -> int:
    """How many people such a search finds."""
    return db.session.scalar(select(func.count(Person.id)).where(*_holding(search))) or 0


def _holding(search: str) -> list[ColumnElement[bool]]:
    return [
        or_(Person.name.icontains(word, autoescape=True), Person.email.contains(word.casefold(), autoescape=True))
        for word in search.split()
    ]


def list_roles(person: Person) -> list[Post]:
    """The person's roles, widest first, with the names of their schools and partnerships."""
    return list_posts([person.id]).get(person.id, [])


def list_posts(person_ids: Iterable[int]) -> dict[int, list[Post]]:
    """Person id to their roles, each list as `list_roles` has it; who has none is not in it."""
    order = {kind: number for number, kind in enumerate(RoleKind)}
    place = func.coalesce(SCHOOLS.c.name, PARTNERSHIPS.c.name, "")
    rows = db.session.execute(
        select(Role, place)
        .outerjoin(SCHOOLS, SCHOOLS.c.id == Role.school_id)
        .outerjoin(PARTNERSHIPS, PARTNERSHIPS.c.id == Role.partnership_id)
        .where(Role.person_id.in_(list(person_ids)))
    )
    posts: defaultdict[int, list[Post]] = defaultdict(list)
    for post in sorted((Post(*row) for row in rows), key=lambda one: (order[RoleKind(one.role.kind)], one.place)):
        posts[post.role.person_id].append(post)
    return dict(posts)


def list_named(person_ids: Iterable[int]) -> dict[int, str]:
    """Person id to name."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(list(person_ids))))
    return {number: name for number, name in rows}


def place_of(role: Role | Invitation) -> str:
    """The name of the school or partnership that a role or an invitation is for; empty for the installation."""
    named = PARTNERSHIPS if role.partnership_id else SCHOOLS
    return db.session.scalar(select(named.c.name).where(named.c.id == (role.partnership_id or role.school_id))) or ""


def list_staff_of_school(school_id: int) -> list[Role]:
    """Roles for the school, by their holders' names."""
    return _staff(select(Role).where(Role.school_id == school_id))


def list_staff_of_partnership(partnership_id: int) -> list[Role]:
    """Roles for the partnership itself, by their holders' names."""
    return _staff(select(Role).where(Role.partnership_id == partnership_id))


def _staff(roles: Select[Role]) -> list[Role]:
    named = roles.join(Role.person).options(contains_eager(Role.person)).order_by(Person.name, Role.id)
    return list(db.session.scalars(named))


def leads(person_id: int | None, school_id: int) -> bool:
    """True when the person is a leader of the school."""
    held = (Role.person_id == person_id, Role.school_id == school_id, Role.kind == RoleKind.LEADER)
    return person_id is not None and db.session.scalar(select(Role.id).where(*held)) is not None


def lock_administrators() -> list[int]:
    """Ids of those who can manage the installation now; their roles can't change before the transaction ends."""
    active = (
        select(Role.person_id)
        .join(Role.person)
        .where(Role.kind == RoleKind.ADMINISTRATOR, Person.disabled_at.is_(None))
        .order_by(Role.id)
        .with_for_update(of=Role)
    )
    return list(db.session.scalars(active))


def list_invitations(*, school_id: int | None = None, partnership_id: int | None = None) -> list[Invitation]:
    """Invitations still waiting for a school, a partnership or, with neither, the installation; newest first."""
    here = (Invitation.school_id == school_id, Invitation.partnership_id == partnership_id, Invitation.kind != RESET)
    return list(db.session.scalars(_waiting().where(*here).order_by(Invitation.id.desc())))


def list_invitations_like(one: Invitation) -> list[Invitation]:
    """Waiting invitations of the same address to the same role."""
    return list(
        db.session.scalars(
            _waiting().where(
                Invitation.email == one.email,
                Invitation.kind == one.kind,
                Invitation.school_id == one.school_id,
                Invitation.partnership_id == one.partnership_id,
            )
        )
    )


def _waiting() -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now()
    )


def count_recovery_codes(person: Person) -> int:
    """Recovery codes that are left."""
    left = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0
