"""Pages of schools."""

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools import actions, blueprint, looks, queries
from app.schools.forms import SchoolForm, UploadForm
from app.schools.gias import read_register
from app.schools.listing import arrange
from app.schools.models import School
from app.schools.reading import MOST_MEGABYTES
from app.schools.refusals import FileRefused
from app.schools.views.courses import course_listing
from app.web.filters import number
from app.web.forms import whole
from app.web.guard import requires, takes_files
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext


@blueprint.get("/schools")
@requires(Permission.SCHOOL_LIST)
def list_schools() -> Response:
    schools = queries.list_schools(g.actor)
    counts = queries.count_pupils(school.id for school in schools)
    listing = arrange(
        schools,
        request.args,
        words=lambda one: f"{one.name} {one.urn} {one.town} {one.phase} {one.type}",
        orders={
            "name": lambda one: one.name.casefold(),
            "urn": lambda one: one.urn,
            "phase": lambda one: (one.phase, one.name.casefold()),
            "pupils": lambda one: counts.get(one.id, 0),
        },
    )
    return render("schools/schools.html", listing=listing, counts=counts)


@blueprint.route("/schools/new", methods=["GET", "POST"])
@requires(Permission.SCHOOL_CREATE)
def create_school() -> Response:
    """Add a school; one that was asked for by a partnership joins it next."""
    form, partnership_id = SchoolForm(), whole(request.args.get("partnership"))
    if form.validate_on_submit():
        try:
            school = actions.create_school(g.actor, **_fields(form))
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_("%(name)s is added. It still has to join a partnership.", name=school.name), "success")
            if partnership_id:
                return go_to(url_for(".join_partnership", partnership_id=partnership_id, school=school.id))
            return go_to(url_for(".list_partnerships"))
    status = 422 if form.errors else 200
    return render("schools/school_form.html", status=status, form=form, school=None, partnership_id=partnership_id)


@blueprint.route("/schools/from-file", methods=["GET", "POST"])
@takes_files(megabytes=MOST_MEGABYTES + 1)
@requires(Permission.SCHOOL_CREATE)
def add_schools() -> Response:
    """Schools from an extract of the register; those that are here already stay as they are."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            n_added, n_known = actions.add_schools(g.actor, read_register(form.file.data.read()))
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            added = ngettext(
                "%(n)s school added, %(known)s were here already.",
                "%(n)s schools added, %(known)s were here already.",
                n_added,
                n=number(n_added),
                known=number(n_known),
            )
            flash(added, "success")
            return go_to(url_for(".list_schools"))
    return render("schools/schools_upload.html", status=422 if form.errors else 200, form=form)


@blueprint.get("/schools/<int:school_id>")
@requires(Permission.SCHOOL_READ, load=queries.get_school)
def show_school(school: School) -> Response:
    n_pupils = queries.count_pupils([school.id]).get(school.id, 0)
    notices = looks.list_notices(school.id)
    return render("schools/school.html", school=school, n_pupils=n_pupils, notices=notices)


@blueprint.route("/schools/<int:school_id>/edit", methods=["GET", "POST"])
@requires(Permission.SCHOOL_EDIT, load=queries.get_school)
def edit_school(school: School) -> Response:
    form = SchoolForm(obj=school)
    if form.validate_on_submit():
        try:
            actions.edit_school(school, g.actor, **_fields(form))
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash("Saved.", "success")
            return go_to(url_for(".show_school", school_id=school.id))
    return render("schools/school_form.html", status=422 if form.errors else 200, form=form, school=school)


@blueprint.get("/schools/<int:school_id>/courses")
@requires(Permission.SCHOOL_READ, load=queries.get_school)
def list_school_courses(school: School) -> Response:
    """Courses the school hosts or may send pupils to, as far as the person may read them."""
    readable = {course.id for course in queries.list_courses(g.actor)}
    listing, counts = course_listing(queries.list_courses_open_to(school.id))
    return render("schools/school_courses.html", school=school, listing=listing, counts=counts, readable=readable)


def _fields(form: SchoolForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("urn", "name", "phase", "type", "town")}
