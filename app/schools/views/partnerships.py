"""Pages of partnerships and of the schools' time in them."""

from datetime import date

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission, allows
from app.schools import actions, blueprint, joining, leaving, queries
from app.schools.forms import ChangeMembershipForm, ConfirmForm, LeaveForm, MembershipForm, PartnershipForm
from app.schools.listing import arrange
from app.schools.models import Membership, Partnership
from app.web.errors import refuse
from app.web.filters import day, number
from app.web.forms import whole
from app.web.guard import requires
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext


@blueprint.get("/partnerships")
@requires(Permission.PARTNERSHIP_LIST)
def list_partnerships() -> Response:
    listing = arrange(
        queries.list_partnerships(g.actor),
        request.args,
        words=lambda one: one.name,
        orders={"name": lambda one: one.name.casefold(), "schools": lambda one: len(one.school_ids)},
    )
    return render("schools/partnerships.html", listing=listing)


@blueprint.route("/partnerships/new", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_CREATE)
def create_partnership() -> Response:
    form = PartnershipForm()
    if form.validate_on_submit():
        try:
            partnership = actions.create_partnership(g.actor, name=form.name.data, about=form.about.data or "")
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_("%(name)s is set up. Add its schools next.", name=partnership.name), "success")
            return go_to(url_for(".show_partnership", partnership_id=partnership.id))
    return render("schools/partnership_form.html", status=422 if form.errors else 200, form=form, partnership=None)


@blueprint.get("/partnerships/<int:partnership_id>")
@requires(Permission.PARTNERSHIP_READ, load=queries.get_partnership)
def show_partnership(partnership: Partnership) -> Response:
    """Schools that are members now or later, and those that were."""
    today = queries.today()
    past = [one for one in partnership.memberships if one.to_on and one.to_on < today]
    listing = arrange(
        [one for one in partnership.memberships if one not in past],
        request.args,
        words=lambda one: f"{one.school.name} {one.school.urn} {one.school.town} {one.school.phase}",
        orders={
            "name": lambda one: one.school.name.casefold(),
            "from": lambda one: one.from_on,
            "part": lambda one: one.part,
        },
    )
    n_pupils = queries.count_pupils(partnership.school_ids)
    return render(
        "schools/partnership.html", partnership=partnership, listing=listing, past=past, n_pupils=sum(n_pupils.values())
    )


@blueprint.route("/partnerships/<int:partnership_id>/edit", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_EDIT, load=queries.get_partnership)
def edit_partnership(partnership: Partnership) -> Response:
    form = PartnershipForm(obj=partnership)
    if form.validate_on_submit():
        try:
            actions.edit_partnership(partnership, g.actor, name=form.name.data, about=form.about.data or "")
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash("Saved.", "success")
            return go_to(url_for(".show_partnership", partnership_id=partnership.id))
    return render(
        "schools/partnership_form.html", status=422 if form.errors else 200, form=form, partnership=partnership
    )


@blueprint.route("/partnerships/<int:partnership_id>/schools", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_EDIT, load=queries.get_partnership)
def join_partnership(partnership: Partnership) -> Response:
    schools = {str(school.id): school for school in queries.list_all_schools()}
    chosen = str(whole(request.args.get("school")) or "")
    first = {"school_id": chosen, "part": "partner", "from_on": queries.today()}
    form = MembershipForm(schools=list(schools.values()), data=first)
    if form.validate_on_submit():
        school = schools[form.school_id.data]
        offer = joining.Offer(partnership, school, form.part.data, form.from_on.data, form.to_on.data)
        try:
            actions.refuse_overlap(partnership, school.id, offer.from_on, offer.to_on)
            if school.decides_for_itself and not allows(g.actor, Permission.SCHOOL_JOIN, school):
                link = url_for(".answer_offer", token=joining.token_of(offer, by=g.actor.id), _external=True)
                return render("schools/offer_link.html", offer=offer, link=link)
            _join(offer)
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return go_to(url_for(".show_partnership", partnership_id=partnership.id))
    return render(
        "schools/membership_form.html", status=422 if form.errors else 200, form=form, partnership=partnership
    )


def _join(offer: joining.Offer) -> None:
    school, part = offer.school, offer.part
    actions.join(offer.partnership, g.actor, school=school, part=part, from_on=offer.from_on, to_on=offer.to_on)
    flash(
        _(
            "%(school)s is in %(partnership)s from %(day)s.",
            school=offer.school.name,
            partnership=offer.partnership.name,
            day=day(offer.from_on),
        ),
        "success",
    )


@blueprint.route("/partnerships/offers/<string:token>", methods=["GET", "POST"])
@requires(Permission.SCHOOL_JOIN, load=joining.get_offer)
def answer_offer(offer: joining.Offer) -> Response:
    """A leader of the school lets it join."""
    refusal = ""
    if ConfirmForm().validate_on_submit():
        try:
            _join(offer)
        except actions.Refused as refused:
            refusal = str(refused)
        else:
            return go_to(url_for(".show_school", school_id=offer.school.id))
    return render("schools/offer.html", status=422 if refusal else 200, offer=offer, refusal=refusal)


@blueprint.route("/partnerships/memberships/<int:membership_id>/leave", methods=["GET", "POST"])
@requires(Permission.SCHOOL_JOIN, load=queries.get_membership)
def leave_partnership(membership: Membership) -> Response:
    """A leader of the school lets it leave, having read what ends and what does not."""
    if membership.to_on and membership.to_on < queries.today():
        raise refuse(410, _("The school has left this partnership already."))
    form = LeaveForm(data={"to_on": queries.today(), "with_pupils": True})
    if form.validate_on_submit():
        try:
            n_ended = leaving.leave(
                membership, g.actor, last_on=form.to_on.data, with_pupils=bool(form.with_pupils.data)
            )
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_left(membership, form.to_on.data, n_ended), "success")
            return go_to(url_for(".show_school", school_id=membership.school_id))
    return render(
        "schools/leave.html",
        status=422 if form.errors else 200,
        form=form,
        membership=membership,
        ties=leaving.list_ties(membership),
    )


def _left(membership: Membership, last_on: date, n_ended: int) -> str:
    gaps = {"name": membership.partnership.name, "day": day(last_on)}
    if not n_ended:
        return _("The last day in %(name)s is %(day)s.", **gaps)
    return ngettext(
        "The last day in %(name)s is %(day)s. %(n)s enrolment on courses of other schools end then.",
        "The last day in %(name)s is %(day)s. %(n)s enrolments on courses of other schools end then.",
        n_ended,
        n=number(n_ended),
        **gaps,
    )


@blueprint.route("/partnerships/memberships/<int:membership_id>", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_EDIT, load=queries.get_membership)
def change_membership(membership: Membership) -> Response:
    """Dates and part of a school's time in a partnership; an end date lets it leave."""
    form = ChangeMembershipForm(membership=membership)
    if form.validate_on_submit():
        try:
            actions.change_membership(
                membership, g.actor, part=form.part.data, from_on=form.from_on.data, to_on=form.to_on.data
            )
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_("Saved for %(name)s.", name=membership.school.name), "success")
            return go_to(url_for(".show_partnership", partnership_id=membership.partnership_id))
    return render("schools/membership.html", status=422 if form.errors else 200, form=form, membership=membership)


@blueprint.route("/partnerships/memberships/<int:membership_id>/remove", methods=["GET", "POST"])
@requires(Permission.PARTNERSHIP_EDIT, load=queries.get_membership)
def remove_membership(membership: Membership) -> Response:
    form = ConfirmForm()
    if form.validate_on_submit():
        name, partnership_id = membership.school.name, membership.partnership_id
        actions.remove_membership(membership, g.actor)
        flash(_("%(name)s was taken out. Add it again if that was wrong.", name=name), "success")
        return go_to(url_for(".show_partnership", partnership_id=partnership_id))
    return render("schools/membership_remove.html", membership=membership)


@blueprint.get("/partnerships/<int:partnership_id>/courses")
@requires(Permission.PARTNERSHIP_READ, load=queries.get_partnership)
def list_partnership_courses(partnership: Partnership) -> Response:
    from app.schools.views.courses import course_listing

    listing, counts = course_listing(queries.list_courses(g.actor, partnership_id=partnership.id))
    return render("schools/partnership_courses.html", partnership=partnership, listing=listing, counts=counts)
