"""The main navigation: each slice adds its entries when it registers."""

from dataclasses import dataclass

from flask import request, url_for

from app.policy import Permission, allows
from app.web.guard import current_actor

_places: list[tuple[int, str, str, Permission]] = []


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    text: str
    url: str
    current: bool


def add(order: int, text: str, endpoint: str, permission: Permission) -> None:
    """Offer a link to whoever holds the permission (one that needs no subject)."""
    place = (order, text, endpoint, permission)
    if place not in _places:
        _places.append(place)
        _places.sort()


def entries() -> list[Entry]:
    """The links the signed-in person may follow, in order."""
    actor = current_actor()
    offered = [
        (text, endpoint, url_for(endpoint)) for _, text, endpoint, permission in _places if allows(actor, permission)
    ]
    here = {url for _, _, url in offered if _leads_to(url)} or {
        url for _, endpoint, url in offered if endpoint.partition(".")[0] == request.blueprint
    }
    return [Entry(text, url, url in here) for text, _, url in offered]


def _leads_to(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
