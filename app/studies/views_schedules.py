"""Pages of schedules: list, read and print ours and a partnership's own; begin, publish and go on with own ones."""

from dataclasses import dataclass

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from app.instruments.model import Instrument
from app.policy import Permission
from app.schools.models import Partnership
from app.schools.queries import get_partnership
from app.studies import authoring, blueprint, drafts, queries, schedules
from app.studies.forms_people import ConfirmForm
from app.studies.forms_schedules import NewScheduleForm
from app.studies.models import OwnSchedule
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@dataclass(frozen=True)
class Listed:
    """A version of an own schedule with what is in it."""

    own: OwnSchedule
    schedule: Instrument


@blueprint.get("/schedules")
@requires(Permission.INSTRUMENT_READ)
def list_schedules() -> Response:
    actor = current_actor()
    own = [Listed(one, drafts.read_draft(one.text)) for one in queries.list_own_schedules(actor)]
    partnerships = queries.list_partnerships_studied_by(actor)
    return render("studies/schedules.html", ours=schedules.list_ours(), own=own, partnerships=partnerships)


def _ours(name: str, version: str) -> Instrument:
    return schedules.find_ours(name, version) or abort(404)


@blueprint.get("/schedules/<string:name>/<string:version>")
@requires(Permission.INSTRUMENT_READ, load=_ours)
def show_schedule(schedule: Instrument) -> Response:
    address = url_for(".print_schedule", name=schedule.name, version=schedule.version)
    return render("studies/schedule.html", schedule=schedule, own=None, print_url=address, versions=[])


@blueprint.get("/schedules/<string:name>/<string:version>/print")
@requires(Permission.INSTRUMENT_READ, load=_ours)
def print_schedule(schedule: Instrument) -> Response:
    back = url_for(".show_schedule", name=schedule.name, version=schedule.version)
    return render("studies/schedule_print.html", schedule=schedule, back_url=back)


@blueprint.get("/own-schedules/<int:schedule_id>")
@requires(Permission.SCHEDULE_READ, load=queries.get_own_schedule)
def show_own_schedule(own: OwnSchedule) -> Response:
    address = url_for(".print_own_schedule", schedule_id=own.id)
    versions = queries.list_versions_of_own(own)
    schedule = drafts.read_draft(own.text)
    return render("studies/schedule.html", schedule=schedule, own=own, print_url=address, versions=versions)


@blueprint.get("/own-schedules/<int:schedule_id>/print")
@requires(Permission.SCHEDULE_READ, load=queries.get_own_schedule)
def print_own_schedule(own: OwnSchedule) -> Response:
    back = url_for(".show_own_schedule", schedule_id=own.id)
    return render("studies/schedule_print.html", schedule=drafts.read_draft(own.text), back_url=back)


@blueprint.route("/partnerships/<int:partnership_id>/schedules/new", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_partnership)
def begin_schedule(partnership: Partnership) -> Response:
    """Copy one, or start empty."""
    known = [*schedules.list_latest_own(partnership.id), *schedules.list_ours()]
    sources = {f"{one.name}/{one.version}": one for one in known}
    form = NewScheduleForm(sources=sources)
    if form.validate_on_submit():
        own = authoring.begin(partnership, current_actor(), form.title.data, sources.get(form.source.data or ""))
        flash(_("The draft is begun. Nothing of it is used before you publish it."), "success")
        return go_to(url_for(".write_schedule", schedule_id=own.id))
    status = 422 if form.errors else 200
    return render("studies/schedule_new.html", status=status, form=form, partnership=partnership)


@blueprint.post("/own-schedules/<int:schedule_id>/versions")
@requires(Permission.SCHEDULE_EDIT, load=queries.get_own_schedule)
def write_next_version(own: OwnSchedule) -> Response:
    draft = authoring.write_next_version(own, current_actor())
    return go_to(url_for(".write_schedule", schedule_id=draft.id))


def get_draft(schedule_id: int) -> OwnSchedule:
    """An own schedule that may still be changed; a published one is no draft."""
    own = queries.get_own_schedule(schedule_id)
    if own.published_at is not None:
        abort(404)
    return own


@blueprint.route("/own-schedules/<int:schedule_id>/publish", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_draft)
def publish_schedule(own: OwnSchedule) -> Response:
    draft = url_for(".write_schedule", schedule_id=own.id)
    if not ConfirmForm().validate_on_submit():
        return render(
            "studies/confirm.html",
            title=_("Publish version %(version)s?", version=own.version),
            text=_(
                "Studies may use it from then on, and it never changes. What you want different later is a new version."
            ),
            button=_("Publish"),
            look="",
            back_url=draft,
        )
    try:
        authoring.publish(own, current_actor())
    except authoring.NotReady:
        flash(_("Not yet: put right what is marked first."), "error")
        return go_to(draft)
    flash(_("Version %(version)s is published.", version=own.version), "success")
    return go_to(url_for(".show_own_schedule", schedule_id=own.id))


@blueprint.route("/own-schedules/<int:schedule_id>/remove", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_draft)
def throw_away_schedule(own: OwnSchedule) -> Response:
    if ConfirmForm().validate_on_submit():
        authoring.throw_away(own, current_actor())
        flash(_("The draft is thrown away."), "success")
        return go_to(url_for(".list_schedules"))
    return render(
        "studies/confirm.html",
        title=_("Throw this draft away?"),
        text=_("Nobody was asked by it. Published versions stay. This cannot be undone."),
        button=_("Throw it away"),
        look="warning",
        back_url=url_for(".write_schedule", schedule_id=own.id),
    )
