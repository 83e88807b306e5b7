"""What a link of an invitation opens: a new account, a role for somebody who has one, or a new password."""

from typing import Any

from flask import flash, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.people import actions, blueprint, inviting, links, passwords, queries
from app.people.forms import JoinForm, ResetForm
from app.people.models import RESET, ROLE_NAMES, Invitation, Person
from app.people.session import begin
from app.web.errors import refuse
from app.web.guard import current_actor, public
from app.web.htmx import go_to, render
from app.web.languages import _, later

SPENT = {
    "used": later(
        "This link was used. If that was you, sign in. If not, tell the person who sent it and ask for a new one."
    ),
    "withdrawn": later("This link was withdrawn. If you still need it, ask the person who sent it for a new one."),
    "expired": later("This link was good for seven days. Ask the person who sent it for a new one."),
    "lapsed": later("Whoever sent this link may no longer give what it promised. Ask somebody who may for a new one."),
}
WHY = "the link is the key: it is signed, works once and holds for seven days"


@blueprint.get("/join/<string:token>")
@public(WHY)
def show_invitation(token: str) -> Response:
    invitation = _waiting(token)
    if invitation.kind == RESET:
        return _reset_page(token, ResetForm(about=(invitation.name, invitation.email)))
    actor = current_actor()
    if actor:
        person = queries.get_person(actor.id)
        return _page("people/accept.html", token, invitation, mine=person.email == invitation.email, person=person)
    return _join_page(token, invitation, JoinForm(data={"name": invitation.name}))


@blueprint.post("/join/<string:token>")
@public(WHY)
def join(token: str) -> Response:
    """Make an account, and sign its owner in."""
    invitation = _waiting(token, but_not=RESET)
    form = JoinForm(about=(invitation.email,))
    if not form.validate():
        return _join_page(token, invitation, form, status=422)
    kept = passwords.hash_of_outside_transaction(form.password.data or "")
    try:
        person = actions.join(_waiting(token), name=form.name.data or "", kept=kept)
    except actions.AccountExists:
        flash(
            _("You have an account with this address. Sign in with its password, then take up the invitation"),
            "warning",
        )
        return go_to(url_for(".sign_in", next=request.path))
    except actions.LinkSpent:
        raise refuse(410, SPENT["used"]) from None
    begin(session, person)
    flash(_("Welcome to Lateral, %(name)s", name=person.name))
    return go_to(url_for("pages.home"))


@blueprint.post("/join/<string:token>/role")
@public(WHY)
def accept_invitation(token: str) -> Response:
    """Take up the role: only in the account with the invited address."""
    invitation = _waiting(token, but_not=RESET)
    actor = current_actor()
    if actor is None:
        return go_to(url_for(".sign_in", next=url_for(".show_invitation", token=token)))
    person = queries.get_person(actor.id)
    if person.email != invitation.email:
        raise refuse(403, _("This invitation is for another address than the one you are signed in with."))
    _accept(invitation, person)
    flash(_("You have a new role: %(role)s", role=ROLE_NAMES[invitation.kind]))
    return go_to(url_for("pages.home"))


@blueprint.post("/join/<string:token>/password")
@public(WHY)
def reset_password(token: str) -> Response:
    """Set a new password. Its owner then signs in as always, with the second step if there is one."""
    invitation = _waiting(token, only=RESET)
    form = ResetForm(about=(invitation.name, invitation.email))
    if not form.validate():
        return _reset_page(token, form, status=422)
    kept = passwords.hash_of_outside_transaction(form.password.data or "")
    try:
        actions.reset_password(_waiting(token), kept)
    except actions.LinkSpent:
        raise refuse(410, SPENT["used"]) from None
    session.clear()
    flash(_("Your password is changed. Sign in with it"))
    return go_to(url_for(".sign_in"))


def _waiting(token: str, *, only: str = "", but_not: str = "") -> Invitation:
    """The invitation of a link that is still good: 404 for one we did not make, 410 for one that has had its day."""
    signed = links.read_token(token)
    invitation = queries.find_invitation(*signed) if signed else None
    if invitation is None or (only and invitation.kind != only) or invitation.kind == but_not:
        raise NotFound
    if invitation.state != "waiting":
        raise refuse(410, SPENT[invitation.state])
    if not inviting.still_stands(invitation):
        raise refuse(410, SPENT["lapsed"])
    return invitation


def _accept(invitation: Invitation, person: Person) -> None:
    try:
        actions.accept(invitation, person)
    except actions.OwnInvitation:
        raise refuse(403, _("You made this link yourself. Ask somebody else to invite you.")) from None
    except actions.LinkSpent:
        raise refuse(410, SPENT["used"]) from None


def _join_page(token: str, invitation: Invitation, form: JoinForm, *, status: int = 200) -> Response:
    return _page("people/join.html", token, invitation, status=status, form=form)


def _reset_page(token: str, form: ResetForm, *, status: int = 200) -> Response:
    return render("people/reset.html", status=status, token=token, form=form)


def _page(template: str, token: str, invitation: Invitation, *, status: int = 200, **context: Any) -> Response:
    role, place = ROLE_NAMES[invitation.kind], queries.place_of(invitation)
    return render(template, status=status, token=token, invitation=invitation, role=role, place=place, **context)
