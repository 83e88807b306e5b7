"""Everybody with an account, for administrators: who they are, what they may do, and letting them in or not."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.audit.queries import list_guessing
from app.people import actions, blueprint, queries
from app.people.forms import InviteForm
from app.people.models import Invitation, Person, Role, RoleKind
from app.policy import Permission
from app.web import navigation
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

LAST = later("This is the last administrator. Invite another one first, so that somebody can manage Lateral.")
MOST_SEARCHED = 120

navigation.add(80, later("People"), "people.list_people", Permission.INSTALLATION_MANAGE)


@blueprint.get("/people")
@requires(Permission.INSTALLATION_MANAGE)
def list_people() -> Response:
    search, sort = request.args.get("q", "")[:MOST_SEARCHED], request.args.get("sort", "name")
    n_people = queries.count_people(search=search)
    n_pages = max(1, -(-n_people // queries.A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), n_pages)
    people = queries.list_people(search=search, sort=sort, page=page)
    posts = {person.id: queries.list_roles(person) for person in people}
    return render(
        "people/people.html",
        people=people,
        n_people=n_people,
        page=page,
        n_pages=n_pages,
        posts=posts,
        search=search,
        sort=sort,
        invitations=queries.list_invitations(),
        guessing=list_guessing(),
    )


@blueprint.route("/people/invitations", methods=["GET", "POST"])
@requires(Permission.INSTALLATION_MANAGE)
def invite_administrator() -> Response:
    form = InviteForm()
    if not form.validate_on_submit():
        return render("people/invite.html", status=422 if request.method == "POST" else 200, form=form)
    try:
        made = actions.invite(
            current_actor(), email=form.email.data or "", name=form.name.data or "", kind=RoleKind.ADMINISTRATOR
        )
    except actions.OwnInvitation:
        form.add_error("email", _("This is your own address"))
        return render("people/invite.html", status=422, form=form)
    return _link_page(*made)


@blueprint.post("/people/invitations/<int:invitation_id>/withdrawal")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_invitation)
def withdraw_invitation(invitation: Invitation) -> Response:
    actions.withdraw(invitation, by=current_actor().id)
    flash(_("The invitation is withdrawn: its link opens nothing now"))
    return go_to(url_for(".list_people"))


@blueprint.get("/people/<int:person_id>")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_person)
def show_person(person: Person) -> Response:
    return render("people/person.html", person=person, posts=queries.list_roles(person))


@blueprint.post("/people/<int:person_id>/access")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_person)
def change_access(person: Person) -> Response:
    """Disable (`open=no`) or enable (`open=yes`) an account."""
    if request.form.get("open") == "yes":
        actions.enable(person, by=current_actor().id)
        flash(_("%(name)s can sign in again", name=person.name))
        return _back_to(person)
    try:
        actions.disable(person, by=current_actor().id)
    except actions.LastAdministrator:
        raise refuse(409, LAST) from None
    flash(_("%(name)s can't sign in any more, and is signed out everywhere", name=person.name))
    return _back_to(person)


@blueprint.post("/people/<int:person_id>/sessions")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_person)
def end_sessions_of(person: Person) -> Response:
    actions.end_sessions(person, by=current_actor().id)
    flash(_("%(name)s is signed out everywhere", name=person.name))
    return _back_to(person)


@blueprint.post("/people/<int:person_id>/reset-link")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_person)
def make_reset_link(person: Person) -> Response:
    if person.disabled_at:
        raise refuse(409, _("This account is disabled. Let the person in again first."))
    return _link_page(*actions.make_reset_link(person, by=current_actor().id))


@blueprint.post("/people/<int:person_id>/two-step")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_person)
def turn_off_two_step_of(person: Person) -> Response:
    actions.turn_off_two_step(person, by=current_actor().id)
    flash(_("%(name)s signs in with the password alone now", name=person.name))
    return _back_to(person)


@blueprint.post("/people/roles/<int:role_id>/removal")
@requires(Permission.INSTALLATION_MANAGE, load=queries.get_role)
def revoke_role(role: Role) -> Response:
    person = role.person
    try:
        actions.revoke(role, by=current_actor().id)
    except actions.LastAdministrator:
        raise refuse(409, LAST) from None
    flash(_("The role is taken away"))
    return _back_to(person)


def _link_page(invitation: Invitation, path: str) -> Response:
    """The link, this once."""
    return render("people/link.html", invitation=invitation, link=request.host_url.rstrip("/") + path)


def _back_to(person: Person) -> Response:
    if person.id == current_actor().id:
        return go_to(url_for(".show_account"))
    return go_to(url_for(".show_person", person_id=person.id))
