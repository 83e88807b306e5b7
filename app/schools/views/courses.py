"""Pages of courses and of who is on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from app.audit.actions import record_look
from app.policy import Actor, Permission
from app.schools import actions, blueprint, pupil_actions, pupil_queries, queries
from app.schools.forms import ConfirmForm, CourseForm, EndForm, EnrolForm
from app.schools.listing import Listing, arrange, has_words
from app.schools.models import Course, Enrolment, Partnership, School
from app.schools.naming import name_of, names_and_order_of
from app.schools.years import year_label, year_order
from app.web.filters import day, number
from app.web.guard import requires
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext


@dataclass(frozen=True)
class CourseAtSchool:
    """A course and a school that may send pupils to it; only the school's own staff do."""

    course: Course
    school: School

    @property
    def home_school_id(self) -> int:
        return self.school.id


def course_listing(courses: Sequence[Course]) -> tuple[Listing[Course], dict[int, int]]:
    """One page of courses, and how many pupils are on each."""
    counts = queries.count_enrolled(course.id for course in courses)
    listing = arrange(
        courses,
        request.args,
        words=lambda one: f"{one.title} {one.qualification} {one.host_school.name} {one.key_stage}",
        orders={
            "title": lambda one: one.title.casefold(),
            "host": lambda one: one.host_school.name.casefold(),
            "from": lambda one: one.starts_on,
            "pupils": lambda one: counts.get(one.id, 0),
        },
    )
    return listing, counts


@blueprint.get("/courses")
@requires(Permission.SCHOOL_LIST)
def list_courses() -> Response:
    listing, counts = course_listing(queries.list_courses(g.actor))
    return render("schools/courses.html", listing=listing, counts=counts)


@blueprint.route("/partnerships/<int:partnership_id>/courses/new", methods=["GET", "POST"])
@requires(Permission.COURSE_CREATE, load=queries.get_partnership)
def create_course(partnership: Partnership) -> Response:
    form = _course_form(partnership, None)
    if form.validate_on_submit():
        try:
            course = actions.create_course(partnership, g.actor, _course_fields(form))
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash(_("%(title)s is added.", title=course.title), "success")
            return go_to(url_for(".show_course", course_id=course.id))
    return render(
        "schools/course_form.html", status=422 if form.errors else 200, form=form, partnership=partnership, course=None
    )


@blueprint.route("/courses/<int:course_id>/edit", methods=["GET", "POST"])
@requires(Permission.COURSE_EDIT, load=queries.get_course)
def edit_course(course: Course) -> Response:
    form = _course_form(course.partnership, course)
    if form.validate_on_submit():
        try:
            actions.edit_course(course, g.actor, _course_fields(form))
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            flash("Saved.", "success")
            return go_to(url_for(".show_course", course_id=course.id))
    return render(
        "schools/course_form.html",
        status=422 if form.errors else 200,
        form=form,
        partnership=course.partnership,
        course=course,
        former=[person.name for person in queries.list_former_teachers(course)],
    )


def _course_form(partnership: Partnership, course: Course | None) -> CourseForm:
    """The form, with the hosts that the person may choose and the staff of all member schools."""
    members = [one.school for one in partnership.memberships if one.holds_on(queries.today())]
    hosts = [school for school in members if may_host(g.actor, partnership, school)]
    if course and course.host_school not in hosts:
        hosts.append(course.host_school)
    staff = list(queries.list_staff({*partnership.school_ids, *(course.school_ids if course else ())}))
    return CourseForm(obj=course, hosts=sorted(hosts, key=lambda school: school.name), staff=staff)


def may_host(actor: Actor, partnership: Partnership, school: School) -> bool:
    """A lead chooses any member school as host, a head one of their own."""
    return partnership.id in actor.leads or school.id in actor.heads


def _course_fields(form: CourseForm) -> actions.CourseFields:
    return actions.CourseFields(
        title=form.title.data or "",
        qualification=form.qualification.data or "",
        key_stage=form.key_stage.data or "",
        host_school_id=int(form.host_school_id.data),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        teacher_ids=[int(one) for one in form.teacher_ids.data or ()],
    )


@blueprint.get("/courses/<int:course_id>")
@requires(Permission.COURSE_READ, load=queries.get_course)
def show_course(course: Course) -> Response:
    """The roll: names for staff of a pupil's home school, pseudonyms for everybody else."""
    enrolments = pupil_queries.list_enrolments(course)
    pupils = [enrolment.pupil for enrolment in enrolments]
    names, by_name = names_and_order_of(pupils, g.actor)
    listing = arrange(
        enrolments,
        request.args,
        words=lambda one: f"{names[one.pupil_id]} {one.pupil.home_school.name} {year_label(one.pupil.year_group)}",
        orders={
            "name": lambda one: by_name[one.pupil_id],
            "school": lambda one: (one.pupil.home_school.name, by_name[one.pupil_id]),
            "year": lambda one: (year_order(one.pupil.year_group), by_name[one.pupil_id]),
            "from": lambda one: one.from_on,
        },
    )
    for school_id in {one.home_school_id for one in listing.items} & g.actor.school_ids:
        n_named = sum(one.home_school_id == school_id for one in listing.items)
        record_look("view names", person_id=g.actor.id, school_id=school_id, n_pupils=n_named)
    senders = [
        one.school
        for one in course.partnership.memberships
        if one.school_id in g.actor.school_ids and one.holds_on(queries.today())
    ]
    return render(
        "schools/course.html",
        course=course,
        listing=listing,
        names=names,
        senders=senders,
        teachers=[person.name for person in queries.list_teachers(course)],
    )


def get_course_at_school(course_id: int, school_id: int) -> CourseAtSchool:
    """The pair, where the school is in the course's partnership today."""
    course, school = queries.get_course(course_id), queries.get_school(school_id)
    if course.partnership_id not in school.partnership_ids:
        abort(404)
    return CourseAtSchool(course, school)


@blueprint.route("/courses/<int:course_id>/schools/<int:school_id>", methods=["GET", "POST"])
@requires(Permission.PUPIL_IMPORT, load=get_course_at_school)
def enrol_pupils(pair: CourseAtSchool) -> Response:
    """Several pupils of one school at once, by its own staff."""
    course, school = pair.course, pair.school
    pupils = {str(pupil.id): pupil for pupil in pupil_queries.list_pupils_to_enrol(course, school.id)}
    names, by_name = names_and_order_of(pupils.values(), g.actor)
    q = " ".join(request.args.get("q", "").split())[:100]
    found = [one for one in pupils.values() if has_words(f"{names[one.id]} {year_label(one.year_group)}", q)]
    ordered = sorted(found, key=lambda one: (year_order(one.year_group), by_name[one.id]))
    start = max(course.starts_on, min(queries.today(), course.ends_on))
    form = EnrolForm(pupils=ordered, names=names, data={"from_on": start})
    if form.validate_on_submit():
        chosen = [pupils[one] for one in form.pupils.data]
        try:
            n = pupil_actions.enrol(course, chosen, g.actor, from_on=form.from_on.data, to_on=form.to_on.data)
        except actions.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            enrolled = ngettext("%(n)s pupil on %(title)s from %(day)s.", "%(n)s pupils on %(title)s from %(day)s.", n,
                                n=number(n), title=course.title, day=day(form.from_on.data))  # fmt: skip
            flash(enrolled, "success")
            return go_to(url_for(".list_pupils", school_id=school.id))
    status = 422 if form.errors else 200
    page = "schools/enrol.html"
    return render(page, status=status, form=form, course=course, school=school, q=q, n_pupils=len(pupils))


@blueprint.route("/courses/enrolments/<int:enrolment_id>", methods=["GET", "POST"])
@requires(Permission.ENROLMENT_EDIT, load=pupil_queries.get_enrolment)
def end_enrolment(enrolment: Enrolment) -> Response:
    form = EndForm(data={"to_on": enrolment.to_on or queries.today()})
    if form.validate_on_submit():
        if form.to_on.data < enrolment.from_on:
            joined = day(enrolment.from_on)
            form.add_error("to_on", _("The pupil joined on %(day)s: the last day cannot be before", day=joined))
        else:
            pupil_actions.end_enrolment(enrolment, g.actor, to_on=form.to_on.data)
            flash(_("The last day is %(day)s.", day=day(form.to_on.data)), "success")
            return go_to(_after_enrolment(enrolment))
    name = name_of(enrolment.pupil, g.actor)
    return render(
        "schools/enrolment.html", status=422 if form.errors else 200, form=form, enrolment=enrolment, name=name
    )


@blueprint.post("/courses/enrolments/<int:enrolment_id>/reopen")
@requires(Permission.ENROLMENT_EDIT, load=pupil_queries.get_enrolment)
def reopen_enrolment(enrolment: Enrolment) -> Response:
    """Undo an end."""
    if ConfirmForm().validate_on_submit():
        pupil_actions.end_enrolment(enrolment, g.actor, to_on=None)
        flash(_("The enrolment is open again."), "success")
    return go_to(_after_enrolment(enrolment))


def _after_enrolment(enrolment: Enrolment) -> str:
    """The course's page for whoever still reads it, else the school's pupils."""
    if enrolment.course_id in {course.id for course in queries.list_courses(g.actor)}:
        return url_for(".show_course", course_id=enrolment.course_id)
    return url_for(".list_pupils", school_id=enrolment.home_school_id)
