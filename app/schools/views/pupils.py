"""Pages of pupils, for staff of their home school."""

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from app.audit.actions import record_look
from app.policy import Permission
from app.schools import blueprint, pupil_actions, pupil_queries, queries
from app.schools.actions import Refused
from app.schools.forms import ConfirmForm, EndForm, PupilForm, pupil_data
from app.schools.listing import arrange
from app.schools.models import Pupil, School
from app.schools.naming import find_identity, name_of, names_and_order_of
from app.schools.years import year_label, year_order
from app.web.filters import number
from app.web.guard import requires
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext


@blueprint.get("/schools/<int:school_id>/pupils")
@requires(Permission.PUPIL_LIST, load=queries.get_school)
def list_pupils(school: School) -> Response:
    everybody = pupil_queries.list_pupils(school.id)
    gone = request.args.get("left") == "yes"
    today = queries.today()
    pupils = [pupil for pupil in everybody if gone == bool(pupil.left_on and pupil.left_on < today)]
    names, by_name = names_and_order_of(pupils, g.actor)
    listing = arrange(
        pupils,
        request.args,
        words=lambda one: f"{names[one.id]} {one.pseudonym} {year_label(one.year_group)} {_courses(one)}",
        orders={
            "name": lambda one: by_name[one.id],
            "year": lambda one: (year_order(one.year_group), by_name[one.id]),
            "number": lambda one: one.pseudonym,
        },
    )
    record_look("view names", person_id=g.actor.id, school_id=school.id, n_pupils=len(listing.items))
    return render(
        "schools/pupils.html",
        school=school,
        listing=listing,
        names=names,
        gone=gone,
        n_gone=len(everybody) - len(pupils),
    )


def _courses(pupil: Pupil) -> str:
    return " ".join(enrolment.course.title for enrolment in pupil.enrolments)


@blueprint.route("/schools/<int:school_id>/pupils/new", methods=["GET", "POST"])
@requires(Permission.PUPIL_IMPORT, load=queries.get_school)
def add_pupil(school: School) -> Response:
    form = PupilForm()
    if form.validate_on_submit():
        try:
            pupil = pupil_actions.add_pupil(school, g.actor, _fields(form))
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_("The pupil is added."), "success")
            return go_to(url_for(".show_pupil", pupil_id=pupil.id))
    return render("schools/pupil_form.html", status=422 if form.errors else 200, form=form, school=school, pupil=None)


@blueprint.get("/schools/pupils/<int:pupil_id>")
@requires(Permission.PUPIL_NAME, load=pupil_queries.get_pupil)
def show_pupil(pupil: Pupil) -> Response:
    record_look("view name", person_id=g.actor.id, school_id=pupil.home_school_id, pupil_id=pupil.id)
    return render(
        "schools/pupil.html", pupil=pupil, identity=find_identity(pupil, g.actor), name=name_of(pupil, g.actor)
    )


@blueprint.route("/schools/pupils/<int:pupil_id>/edit", methods=["GET", "POST"])
@requires(Permission.PUPIL_NAME, load=pupil_queries.get_pupil)
def edit_pupil(pupil: Pupil) -> Response:
    identity = find_identity(pupil, g.actor)
    form = PupilForm(data=pupil_data(pupil, identity) if identity else None)
    if form.validate_on_submit():
        try:
            pupil_actions.edit_pupil(pupil, g.actor, _fields(form))
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash("Saved.", "success")
            return go_to(url_for(".show_pupil", pupil_id=pupil.id))
    return render(
        "schools/pupil_form.html", status=422 if form.errors else 200, form=form, school=pupil.home_school, pupil=pupil
    )


@blueprint.route("/schools/pupils/<int:pupil_id>/leave", methods=["GET", "POST"])
@requires(Permission.PUPIL_NAME, load=pupil_queries.get_pupil)
def leave_school(pupil: Pupil) -> Response:
    """Note a pupil's last day; enrolments end with it."""
    form = EndForm(data={"to_on": pupil.left_on or queries.today()})
    if form.validate_on_submit():
        n = pupil_actions.set_left(pupil, g.actor, left_on=form.to_on.data)
        ended = ngettext(
            "Saved. %(n)s enrolment ended on that day.", "Saved. %(n)s enrolments ended on that day.", n, n=number(n)
        )
        flash(ended, "success")
        return go_to(url_for(".show_pupil", pupil_id=pupil.id))
    name = name_of(pupil, g.actor)
    return render("schools/pupil_leave.html", status=422 if form.errors else 200, form=form, pupil=pupil, name=name)


@blueprint.post("/schools/pupils/<int:pupil_id>/return")
@requires(Permission.PUPIL_NAME, load=pupil_queries.get_pupil)
def return_to_school(pupil: Pupil) -> Response:
    """Undo a last day; enrolments stay ended, because the courses may have gone on without."""
    if ConfirmForm().validate_on_submit():
        pupil_actions.set_left(pupil, g.actor, left_on=None)
        flash(_("The pupil is at the school again. Enrolments that had ended stay ended."), "success")
    return go_to(url_for(".show_pupil", pupil_id=pupil.id))


def _fields(form: PupilForm) -> pupil_actions.PupilFields:
    return pupil_actions.PupilFields(
        year_group=form.year_group.data,
        given_name=form.given_name.data or "",
        family_name=form.family_name.data or "",
        upn=form.upn.data or "",
        mis_id=form.mis_id.data or "",
    )
