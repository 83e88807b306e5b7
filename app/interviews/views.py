"""Pages of interviews: list, plan, change a plan. Others stand in files of their own."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.interviews import (
    blueprint,
    choosing,
    naming,
    planning,
    queries,
    text_queries,
    views_corrections,
    views_interview,
    views_names,
    views_notes,
    views_taking_part,
    views_texts,
    views_transcript,
)
from app.interviews.forms import PlanForm, values_of
from app.interviews.models import Interview, InterviewKind, InterviewState
from app.policy import Permission
from app.schools.listing import arrange, has_words
from app.studies.models import Study
from app.studies.queries import get_study
from app.studies.schedules import find_schedule, list_schedules
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _

__all__ = [
    "views_corrections",
    "views_interview",
    "views_names",
    "views_notes",
    "views_taking_part",
    "views_texts",
    "views_transcript",
]


@blueprint.get("/studies/<int:study_id>/interviews")
@requires(Permission.STUDY_READ, load=get_study)
def list_interviews(study: Study) -> Response:
    """In one state or in any; searched by title, interviewer, speaker."""
    everything, state = queries.list_interviews(study), request.args.get("state", "")
    listing = arrange(
        [one for one in everything if state not in set(InterviewState) or one.state == state],
        request.args,
        words=_words,
        orders={
            "-day": lambda one: (one.held_on or one.planned_for or one.created_at.date(), one.id),
            "day": lambda one: (one.held_on or one.planned_for or one.created_at.date(), one.id),
            "title": lambda one: (one.title.casefold(), one.id),
            "state": lambda one: (list(InterviewState).index(InterviewState(one.state)), one.id),
        },
    )
    counts = {one: sum(each.state == one for each in everything) for one in InterviewState}
    return render(
        "interviews/interviews.html",
        study=study,
        listing=listing,
        state=state,
        counts=counts,
        naming=naming,
        transcripts=text_queries.find_transcript_ids(study),
    )


def _words(interview: Interview) -> str:
    speakers = " ".join(one.participant.pseudonym for one in interview.speakers)
    asks = interview.interviewer.name if interview.interviewer else ""
    return f"{interview.title} {asks} {speakers} {naming.KIND_NAMES[InterviewKind(interview.kind)]}"


@blueprint.route("/studies/<int:study_id>/interviews/new", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=get_study)
def plan_interview(study: Study) -> Response:
    """The address says which kind: it decides who can be asked, and how many."""
    kind = _kind(request.args.get("kind", ""))
    form, choices = _form(study, kind, data={"interviewer": str(current_actor().id)})
    if _only_looks(form):
        return _plan_page(form, choices, study=study, interview=None)
    if form.validate_on_submit():
        try:
            interview = planning.plan_interview(study, current_actor(), form.plan)
        except planning.CannotPlan as problem:
            form.refuse(problem.reasons)
        else:
            flash(_("“%(title)s” is planned.", title=interview.title), "success")
            return go_to(url_for(".show_interview", interview_id=interview.id))
    return _plan_page(form, choices, study=study, interview=None)


@blueprint.route("/interviews/<int:interview_id>/plan", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def change_plan(interview: Interview) -> Response:
    """Only what is planned can be planned otherwise."""
    if interview.state != InterviewState.PLANNED:
        raise refuse(409, _("This interview was held. What was asked of whom stays as it was."))
    form, choices = _form(interview.study, interview.kind, data=values_of(interview), keep=interview)
    if _only_looks(form):
        return _plan_page(form, choices, study=interview.study, interview=interview)
    if form.validate_on_submit():
        try:
            planning.change_plan(interview, current_actor(), form.plan)
        except planning.CannotPlan as problem:
            form.refuse(problem.reasons)
        else:
            flash(_("Saved."), "success")
            return go_to(url_for(".show_interview", interview_id=interview.id))
    return _plan_page(form, choices, study=interview.study, interview=interview)


def _kind(asked: str) -> str:
    return asked if asked in set(InterviewKind) else InterviewKind.INDIVIDUAL


def _form(
    study: Study, kind: str, *, data: dict[str, object], keep: Interview | None = None
) -> tuple[PlanForm, list[choosing.Choice]]:
    """The form and who is in the study. A schedule of an older version stays choosable where it was chosen."""
    choices, schedules = choosing.list_choices(study, kind), list_schedules(study)
    chosen = find_schedule(study, digest=keep.schedule_digest) if keep else None
    if chosen is not None and chosen.digest not in {one.digest for one in schedules}:
        schedules = [chosen, *schedules]
    people = choosing.list_interviewers(study)
    return PlanForm(data=data, kind=kind, choices=choices, schedules=schedules, people=people), choices


def _only_looks(form: PlanForm) -> bool:
    """True when the post asks for some of the people, and not yet to save: what was filled in stays."""
    asked = request.form.get("act") == "find"
    if asked:
        form.take_along([*request.form.getlist("participant"), *request.form.getlist("participants")])
        form.narrow()
    else:
        form.find.data = ""
    return asked


def _plan_page(
    form: PlanForm, choices: list[choosing.Choice], *, study: Study, interview: Interview | None
) -> Response:
    return render(
        "interviews/plan.html",
        status=422 if form.errors else 200,
        form=form,
        barred=[
            one for one in choices if one.against and has_words(naming.told(one.participant), form.find.data or "")
        ],
        study=study,
        interview=interview,
        naming=naming,
    )
