"""Who works at a school or for a partnership, inviting more, and letting people go."""

from dataclasses import dataclass

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from app.people import actions as people_actions
from app.people import inviting
from app.people import queries as people_queries
from app.people.models import Invitation, Role, RoleKind
from app.policy import Actor, Permission, allows
from app.schools import blueprint, pastoral, queries
from app.schools.forms import PARTNERSHIP_ROLES, SCHOOL_ROLES, ConfirmForm, InviteForm, PastoralForm
from app.schools.models import Partnership, School
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _

ROLE_NAMES = {kind.value: label for kind, label in (PARTNERSHIP_ROLES | SCHOOL_ROLES).items()}


@dataclass(frozen=True)
class AtPlace:
    """Something judged by the place it is for."""

    place: School | Partnership

    @property
    def has_leader(self) -> bool:
        return isinstance(self.place, School) and self.place.has_leader

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.place.partnership_ids

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.place.school_ids


@dataclass(frozen=True)
class RoleAt(AtPlace):
    """A role."""

    role: Role


@dataclass(frozen=True)
class InvitationAt(AtPlace):
    """An invitation."""

    invitation: Invitation


@blueprint.get("/schools/<int:school_id>/people")
@requires(Permission.SCHOOL_READ, load=queries.get_school)
def list_school_people(school: School) -> Response:
    return _school_page(school, InviteForm(roles=SCHOOL_ROLES))


@blueprint.post("/schools/<int:school_id>/people")
@requires(Permission.SCHOOL_STAFF, load=queries.get_school)
def invite_to_school(school: School) -> Response:
    form = InviteForm(roles=SCHOOL_ROLES)
    path = _link(form, school_id=school.id)
    if path is None:
        return _school_page(school, form, status=422)
    return _school_page(
        school, InviteForm(formdata=None, roles=SCHOOL_ROLES), link=_whole(path), invited=form.name.data
    )


@blueprint.post("/schools/<int:school_id>/pastoral-lead")
@requires(Permission.PASTORAL_NAME, load=queries.get_school)
def name_pastoral_lead(school: School) -> Response:
    staff = {person.id: person for person in queries.list_staff([school.id])}
    form = PastoralForm(staff=list(staff.values()))
    if not form.validate():
        raise refuse(422, _("That person does not work at the school now. Choose again."))
    person = staff.get(form.person_id.data)
    pastoral.name_lead(school, person, by=current_actor().id)
    flash(_("%(name)s is the pastoral lead", name=person.name) if person else _("Nobody is the pastoral lead now"))
    return go_to(url_for(".list_school_people", school_id=school.id))


@blueprint.get("/partnerships/<int:partnership_id>/people")
@requires(Permission.PARTNERSHIP_READ, load=queries.get_partnership)
def list_partnership_people(partnership: Partnership) -> Response:
    return _partnership_page(partnership, InviteForm(roles=PARTNERSHIP_ROLES))


@blueprint.post("/partnerships/<int:partnership_id>/people")
@requires(Permission.PARTNERSHIP_EDIT, load=queries.get_partnership)
def invite_to_partnership(partnership: Partnership) -> Response:
    form = InviteForm(roles=PARTNERSHIP_ROLES)
    path = _link(form, partnership_id=partnership.id)
    if path is None:
        return _partnership_page(partnership, form, status=422)
    empty = InviteForm(formdata=None, roles=PARTNERSHIP_ROLES)
    return _partnership_page(partnership, empty, link=_whole(path), invited=form.name.data)


def _link(form: InviteForm, **scope: int) -> str | None:
    """The path of a new invitation's link, or None when the form has to ask again."""
    if not form.validate_on_submit():
        return None
    try:
        _invitation, path = people_actions.invite(
            g.actor, email=form.email.data, name=form.name.data, kind=form.kind.data, **scope
        )
    except people_actions.OwnInvitation:
        form.add_error("email", _("This is your own address. Somebody else has to give you a role"))
        return None
    return path


def _whole(path: str) -> str:
    """The address to send: links are made as paths."""
    return request.host_url.rstrip("/") + path


def _school_page(school: School, form: InviteForm, *, status: int = 200, link: str = "", invited: str = "") -> Response:
    return render(
        "schools/school_people.html",
        status=status,
        school=school,
        form=form,
        roles=people_queries.list_staff_of_school(school.id),
        invitations=people_queries.list_invitations(school_id=school.id),
        role_names=ROLE_NAMES,
        link=link,
        invited=invited,
        lead=(lead := pastoral.find_lead(school.id)),
        pastoral_form=PastoralForm(
            formdata=None, staff=queries.list_staff([school.id]), data={"person_id": lead.id if lead else 0}
        ),
    )


def _partnership_page(
    partnership: Partnership, form: InviteForm, *, status: int = 200, link: str = "", invited: str = ""
) -> Response:
    return render(
        "schools/partnership_people.html",
        status=status,
        partnership=partnership,
        form=form,
        roles=people_queries.list_staff_of_partnership(partnership.id),
        invitations=people_queries.list_invitations(partnership_id=partnership.id),
        role_names=ROLE_NAMES,
        link=link,
        invited=invited,
    )


def get_school_role(role_id: int) -> RoleAt:
    role = people_queries.get_role(role_id)
    return RoleAt(queries.get_school(role.school_id or 0), role)


def get_partnership_role(role_id: int) -> RoleAt:
    role = people_queries.get_role(role_id)
    return RoleAt(queries.get_partnership(role.partnership_id or 0), role)


def get_school_invitation(invitation_id: int) -> InvitationAt:
    invitation = people_queries.get_invitation(invitation_id)
    return InvitationAt(queries.get_school(invitation.school_id or 0), invitation)


def get_partnership_invitation(invitation_id: int) -> InvitationAt:
    invitation = people_queries.get_invitation(invitation_id)
    return InvitationAt(queries.get_partnership(invitation.partnership_id or 0), invitation)


@blueprint.route("/schools/roles/<int:role_id>/end", methods=["GET", "POST"])
@requires(Permission.SCHOOL_STAFF, load=get_school_role)
def end_school_role(held: RoleAt) -> Response:
    return _end(held, url_for(".list_school_people", school_id=held.role.school_id))


@blueprint.route("/partnerships/roles/<int:role_id>/end", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_EDIT, load=get_partnership_role)
def end_partnership_role(held: RoleAt) -> Response:
    return _end(held, url_for(".list_partnership_people", partnership_id=held.role.partnership_id))


def _end(held: RoleAt, back: str) -> Response:
    """Ask once more, then take the role away."""
    if ConfirmForm().validate_on_submit():
        name = held.role.person.name
        people_actions.revoke(held.role, by=g.actor.id)
        flash(
            _(
                "%(name)s no longer works for %(place)s here. Invite them again if that was wrong.",
                name=name,
                place=held.place.name,
            ),
            "success",
        )
        return go_to(back)
    return render("schools/role_end.html", held=held, role_names=ROLE_NAMES, back_url=back)


@blueprint.post("/schools/invitations/<int:invitation_id>/withdraw")
@requires(Permission.SCHOOL_STAFF, load=get_school_invitation)
def withdraw_school_invitation(sent: InvitationAt) -> Response:
    return _withdraw(sent, url_for(".list_school_people", school_id=sent.invitation.school_id))


@blueprint.post("/partnerships/invitations/<int:invitation_id>/withdraw")
@requires(Permission.PARTNERSHIP_EDIT, load=get_partnership_invitation)
def withdraw_partnership_invitation(sent: InvitationAt) -> Response:
    return _withdraw(sent, url_for(".list_partnership_people", partnership_id=sent.invitation.partnership_id))


def _withdraw(sent: InvitationAt, back: str) -> Response:
    if not ConfirmForm().validate_on_submit():
        abort(400)
    people_actions.withdraw(sent.invitation, by=g.actor.id)
    flash(_("The link is worth nothing now."), "success")
    return go_to(back)


def may_invite_to_school(actor: Actor, invitation: Invitation) -> bool:
    """True while the inviter may still choose the school's staff."""
    return allows(actor, Permission.SCHOOL_STAFF, queries.get_school(invitation.school_id or 0))


def may_invite_to_partnership(actor: Actor, invitation: Invitation) -> bool:
    """True while the inviter may still choose the partnership's people."""
    return allows(actor, Permission.PARTNERSHIP_EDIT, queries.get_partnership(invitation.partnership_id or 0))


inviting.judge_by(RoleKind.LEADER, RoleKind.PRACTITIONER, judge=may_invite_to_school)
inviting.judge_by(RoleKind.LEAD, RoleKind.ASSOCIATE, judge=may_invite_to_partnership)
