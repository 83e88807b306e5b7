"""The main navigation: each slice adds its entries when it registers."""

from dataclasses import dataclass

from flask import request, url_for

from app.policy import Permission, allows
from app.web.guard import current_actor

_places: list[tuple[int, str, str, Permission, tuple[str, ...]]] = []
_for_guests: set[str] = set()


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    text: str
    url: str
    current: bool


def add(order: int, text: str, endpoint: str, permission: Permission, *, covers: tuple[str, ...] = ()) -> None:
    """Offer a link to whoever holds the permission (one that needs no subject).

    The link is marked on its own page, on those below it, and on those below the addresses it `covers`. An endpoint
    among these marks it alone on that endpoint's page, even below the address of another link.
    """
    place = (order, text, endpoint, permission, covers)
    if place not in _places:
        _places.append(place)
        _places.sort()


def welcome_guests(prefix: str) -> None:
    """Pages under `prefix` are for people who have no account: they are not asked to sign in."""
    _for_guests.add(f"{prefix.rstrip('/')}/")


def is_for_guests() -> bool:
    """True on such a page, and where it refuses."""
    return request.path.startswith(tuple(_for_guests))


def entries() -> list[Entry]:
    """The links the signed-in person may follow, in order."""
    actor = current_actor()
    claimed = next((endpoint for _, _, endpoint, _, covers in _places if request.endpoint in covers), "")
    return [
        Entry(text, address := url_for(endpoint), endpoint == claimed if claimed else _is_here(address, *covers))
        for _, text, endpoint, permission, covers in _places
        if allows(actor, permission)
    ]


def first_page() -> str:
    """Where the signed-in person begins: whoever looks after the installation has no surveys, but partnerships."""
    actor = current_actor()
    if actor.administrator and not (actor.school_ids or actor.partnership_ids):
        return url_for("schools.list_partnerships")
    return entries()[0].url


def _is_here(*addresses: str) -> bool:
    return any(request.path == address or request.path.startswith(f"{address}/") for address in addresses)
