"""The page of one interview: how far it is, who speaks, what they asked for; and the steps that are taken there."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.instruments.model import Instrument
from app.interviews import blueprint, choosing, corrections, links, naming, planning, queries, states, text_queries
from app.interviews.forms import Confirm, HeldForm, ReadBackForm
from app.interviews.models import Interview, InterviewKind, InterviewState, LinkPurpose, LinkState, ParticipantLink
from app.interviews.reading import Reading, reading_of
from app.interviews.speaking import Speaking
from app.interviews.texts import Reply
from app.policy import Permission
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _

OUT = (LinkState.WAITING, LinkState.OPENED)
"""States of links that somebody holds and has not used up."""


def asked_schedule(interview: Interview) -> Instrument:
    """The schedule that the interview was planned with; refused where its partnership has it no more."""
    found = text_queries.schedule_of(interview)
    if found is None:
        raise refuse(410, _("The schedule of this interview is gone."))
    return found


@blueprint.get("/interviews/<int:interview_id>")
@requires(Permission.STUDY_READ, load=queries.get_interview)
def show_interview(interview: Interview) -> Response:
    return _page(interview)


def _page(interview: Interview, *, status: int = 200, held: HeldForm | None = None, link: str = "") -> Response:
    transcript, sent = text_queries.find_transcript_of(interview), queries.list_links(interview)
    reading = reading_of(transcript.id) if transcript else None
    following, speaking = states.next_of(interview), Speaking(interview)
    return render(
        "interviews/interview.html",
        status=status,
        interview=interview,
        study=interview.study,
        schedule=text_queries.schedule_of(interview),
        transcript=transcript,
        following=following,
        needs=states.needs_of(interview),
        ties=choosing.ties_between(interview.interviewer, [one.participant for one in interview.speakers]),
        links=sent,
        out={one.participant_id for one in sent if one.state in OUT},
        new_link=link,
        purpose=links.purpose_now(interview),
        replies=[(one, _asked_about(reading, one)) for one in speaking.replies(queries.list_replies(transcript))],
        n_notes=len(speaking.notes(queries.list_notes(interview))),
        held=held or HeldForm(formdata=None),
        form=Confirm(formdata=None),
        naming=naming,
        order=states.ORDER,
        is_pupils=states.has_pupils(interview),
    )


def _asked_about(reading: Reading | None, reply: Reply) -> str:
    """The words a reply is about, as researchers read them."""
    try:
        return reading.redacted.passage(reply.start, reply.end) if reading else ""
    except ValueError:
        return ""


@blueprint.post("/interviews/<int:interview_id>/held")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def note_held(interview: Interview) -> Response:
    form = HeldForm()
    if interview.kind == InterviewKind.WRITTEN:
        raise refuse(409, _("This one is written by link. It is held when the answers are sent."))
    if interview.state != InterviewState.PLANNED:
        raise refuse(409, _("This interview is not where you left it. Look at the page again"))
    if form.validate() and form.held_on.data:
        held = states.Held(form.held_on.data, form.has_second_adult.data, form.script_was_read.data)
        try:
            states.hold(interview, current_actor(), held)
        except states.NotReady as problem:
            form.form_errors = problem.needs
        else:
            flash(_("Noted as held."), "success")
            return go_to(url_for(".show_interview", interview_id=interview.id))
    return _page(interview, status=422, held=form)


@blueprint.post("/interviews/<int:interview_id>/step")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def take_step(interview: Interview) -> Response:
    """The one step that comes next, if nothing is missing for it."""
    asked = request.form.get("to", "")
    if asked not in (InterviewState.RETURNED, InterviewState.APPROVED, InterviewState.CODED):
        raise refuse(422, _("Choose the step from the interview's page."))
    try:
        states.advance(interview, current_actor(), InterviewState(asked))
    except states.NotReady as problem:
        raise refuse(409, f"{_('This step needs more')}. {'. '.join(problem.needs)}.") from None
    flash(_("This interview is now: %(state)s.", state=naming.STATE_NAMES[InterviewState(asked)]), "success")
    return go_to(url_for(".show_interview", interview_id=interview.id))


@blueprint.post("/replies/<int:reply_id>")
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_reply)
def answer_reply(reply: Reply) -> Response:
    """Do what a speaker asked for, or decline it."""
    asked = request.form.get("do", "")
    if asked not in ("make", "decline"):
        raise refuse(422, _("Choose to make the change or to decline it."))
    if not corrections.answer_reply(reply, current_actor(), do_it=asked == "make"):
        flash(_("Somebody has answered this already."))
    elif asked == "decline":
        flash(_("Declined. The speaker reads it on their next link: say why when you send it."), "success")
    else:
        flash(_("Done. Send the speaker a new link, so that they read it once more."), "success")
    return go_to(url_for(".show_interview", interview_id=reply.transcript.interview_id))


@blueprint.route("/interviews/<int:interview_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def withdraw_interview(interview: Interview) -> Response:
    """Asks once more; then nothing of it is read any more."""
    form = Confirm()
    if form.validate_on_submit():
        states.withdraw(interview, by=current_actor().id)
        flash(_("“%(title)s” is withdrawn. Nothing of it is read, quoted or exported.", title=interview.title))
        return go_to(url_for(".list_interviews", study_id=interview.study_id))
    return render("interviews/withdraw.html", interview=interview, form=form)


@blueprint.post("/interviews/<int:interview_id>/removal")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def remove_plan(interview: Interview) -> Response:
    """A plan of which nothing is noted goes without a trace but in the record."""
    if interview.state != InterviewState.PLANNED or queries.list_notes(interview) or queries.list_links(interview):
        raise refuse(409, _("This is more than a plan by now. Withdraw it instead."))
    study_id = interview.study_id
    planning.remove_plan(interview, current_actor())
    flash(_("The plan is removed."))
    return go_to(url_for(".list_interviews", study_id=study_id))


@blueprint.post("/interviews/<int:interview_id>/links")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def make_link(interview: Interview) -> Response:
    """A link for one speaker, shown on the page that answers and never again."""
    number = whole(request.form.get("participant"))
    speaker = next((one for one in interview.speakers if one.participant_id == number), None)
    if speaker is None:
        raise refuse(422, _("Choose somebody of this interview."))
    try:
        path = links.make_link(interview, speaker.participant, current_actor())
    except links.LinkRefused:
        raise refuse(409, _("There is nothing to send now. Look at what this interview still needs.")) from None
    if links.purpose_now(interview) == LinkPurpose.CHECK and interview.state == InterviewState.DRAFTED:
        states.advance(interview, current_actor(), InterviewState.RETURNED)
    return _page(interview, link=f"{request.host_url.rstrip('/')}{path}")


@blueprint.post("/interviews/<int:interview_id>/links/<int:link_id>/end")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_link)
def end_link(link: ParticipantLink) -> Response:
    links.end_link(link, current_actor())
    flash(_("The link opens nothing any more."))
    return go_to(url_for(".show_interview", interview_id=link.interview_id))


@blueprint.route("/interviews/<int:interview_id>/read-back", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def read_back(interview: Interview) -> Response:
    """What is written of a group, large and without names, to read together; and the word that all agreed."""
    transcript, form = text_queries.find_transcript_of(interview), ReadBackForm()
    if interview.kind != InterviewKind.GROUP or transcript is None or interview.state == InterviewState.WITHDRAWN:
        raise refuse(409, _("Only what a group said, once it is written down, is read back."))
    if form.validate_on_submit() and form.read_back_on.data:
        try:
            states.read_back(interview, current_actor(), form.read_back_on.data)
        except states.NotReady as problem:
            raise refuse(409, f"{_('This step needs more')}. {'. '.join(problem.needs)}.") from None
        flash(_("Noted: the group heard it and agreed."), "success")
        return go_to(url_for(".show_interview", interview_id=interview.id))
    reading = reading_of(transcript.id)
    return render(
        "interviews/read_back.html",
        status=422 if form.errors else 200,
        interview=interview,
        form=form,
        turns=[(one, reading.redacted.passage(one.start, one.end)) for one in transcript.turns if reading.is_open(one)],
        keys={one.participant_id: one.key for one in interview.speakers},
        schedule=asked_schedule(interview),
    )
