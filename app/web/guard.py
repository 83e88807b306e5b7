"""Attach one permission to each view, and refuse to start if any view has none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, g

from app.policy import Permission, allows

View = Callable[..., Any]


def current_actor() -> Any:
    """The signed-in `Actor` of this request, or None; `app.people` tells how to find it."""
    if "actor" not in g:
        g.actor = _finder()
    return g.actor


_finder: Callable[[], Any] = lambda: None  # noqa: E731


def find_actor_with(finder: Callable[[], Any]) -> None:
    """Say how the actor of a request is found (once, at start-up)."""
    global _finder
    _finder = finder


def requires(permission: Permission, *, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Let the view run only if the signed-in person may; hand it the loaded subject in place of its ids.

    `load` takes the URL's values. A subject the person may not see looks like a missing one (404); where there is no
    subject the answer is 403; a stranger is sent to sign in (401).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url_values: Any) -> Any:
            actor = current_actor()
            if actor is None:
                abort(401)
            subject = load(**url_values) if load else None
            if not allows(actor, permission, subject):
                abort(404 if load else 403)
            return view(subject) if load else view(**url_values)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Mark a view that anyone may open, and say why."""

    def decorate(view: View) -> View:
        view.permission = reason  # type: ignore[attr-defined]
        return view

    return decorate


def takes_files(megabytes: int) -> Callable[[View], View]:
    """Let the view receive files up to this size; stands above `@requires`."""

    def decorate(view: View) -> View:
        view.most_bytes = megabytes * 1024 * 1024  # type: ignore[attr-defined]
        return view

    return decorate


def check_every_view_is_guarded(app: Flask) -> None:
    """Refuse to start if a view has neither `@requires` nor `@public`."""
    bare = sorted(
        name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "permission")
    )
    if bare:
        raise RuntimeError(f"views without @requires or @public: {', '.join(bare)}")
