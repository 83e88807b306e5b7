"""Pages of the people feature, one file for each thing they are about, and how every request finds its actor."""

from flask import current_app, flash, session
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user

from app.people import blueprint, queries
from app.people.session import SignedIn, note_seen, why_over
from app.people.views import account, join, people, sign_in, two_step
from app.policy import Actor
from app.web.guard import find_actor_with
from app.web.htmx import is_poll

__all__ = ["account", "join", "people", "sign_in", "two_step"]

login_manager = LoginManager()
login_manager.session_protection = None


@blueprint.record_once
def set_up(state: BlueprintSetupState) -> None:
    """Attach Flask-Login and tell the guard how to find the actor."""
    login_manager.init_app(state.app)
    find_actor_with(find_actor)


@login_manager.user_loader
def load_user(user_id: str) -> SignedIn | None:
    actor = queries.find_actor_of_session(user_id)
    return SignedIn(user_id, actor) if actor else None


def find_actor() -> Actor | None:
    """The actor of this request; an expired session ends here, and the next page says why."""
    if "_user_id" not in session:
        return None
    if why := why_over(session, current_app.config["SETTINGS"]):
        session.clear()
        flash(why, "warning")
        return None
    if not current_user.is_authenticated:
        return None
    if not is_poll():
        note_seen()
    actor: Actor = current_user.actor
    return actor
