"""Taking notes while people speak: one page with every question, saved as it is typed, by script or by a button.

The script speaks JSON, as that of pupils' pages does. docs/trust.md tells the rules in words.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from app.db import now
from app.interviews import blueprint, choosing, note_page, notes, queries, states
from app.interviews.forms import Confirm
from app.interviews.models import Interview, InterviewKind
from app.interviews.speaking import Speaking
from app.interviews.views_interview import asked_schedule
from app.policy import Permission
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _
from app.web.replies import json_reply

BUSY = 503
SECONDS_TO_RETRY = "2"


def speaks_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let the view's refusals be JSON, as its replies are. A database that is away says to try again."""

    @wraps(view)
    def told(*args: Any, **url_values: Any) -> Any:
        try:
            return view(*args, **url_values)
        except notes.CannotNote as refusal:
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(refusal).__name__).lower()
            more = {"lease": refusal.lease} if isinstance(refusal, notes.LeaseHasMoved) else {}
            return json_reply({"error": name, "sentence": str(refusal.sentence), **more}, refusal.status)
        except OperationalError:
            reply = json_reply({"error": "busy", "sentence": _("We could not save that yet.")}, BUSY)
            reply.headers["Retry-After"] = SECONDS_TO_RETRY
            return reply

    return told


def held_reply(interview: Interview, lease: int | None) -> Any:
    """Take the notes up, and tell the page what stands there: nothing of somebody who has left meanwhile."""
    speaking = Speaking(interview)
    held = notes.take_up(interview.id, lease)
    readable = {place: saved for place, saved in held.notes.items() if speaking.is_readable(saved)}
    lines = [note_page.as_told(note_page.place_of(*place), saved) for place, saved in readable.items()]
    return json_reply({"lease": held.lease, "seq": held.seq, "notes": lines})


def saved_reply(place: str, saved: notes.Saved) -> Any:
    return json_reply({**note_page.as_told(place, saved), "lease": saved.lease})


@blueprint.get("/interviews/<int:interview_id>/notes")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def take_notes(interview: Interview) -> Response:
    _refuse_written(interview)
    speaking, schedule = Speaking(interview), asked_schedule(interview)
    kept = speaking.notes(queries.list_notes(interview))
    is_group = interview.kind == InterviewKind.GROUP
    return render(
        "interviews/notes.html",
        interview=interview,
        schedule=schedule,
        asked=note_page.asked_of(schedule, kept, in_lines=is_group),
        general=note_page.general_of(kept),
        late=speaking.notes(queries.list_late(interview)),
        is_open=interview.state in notes.OPEN and speaking.is_open(None),
        is_left=not speaking.is_open(None),
        is_group=is_group,
        is_pupils=states.has_pupils(interview),
        barred=[one for one in _choices(interview) if one.against],
        form=Confirm(formdata=None),
    )


def _choices(interview: Interview) -> list[choosing.Choice]:
    """Asked anew: since the plan was made somebody may have taken back a yes."""
    everybody = {one.participant_id for one in interview.speakers}
    return [one for one in choosing.list_choices(interview.study, interview.kind) if one.participant.id in everybody]


@blueprint.post("/interviews/<int:interview_id>/notes")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
def save_notes(interview: Interview) -> Response:
    """All lines at once, from a page without script. What an older one brings is shown apart below."""
    _refuse_written(interview)
    lease, interview_id = whole(request.form.get("lease")), interview.id
    keys = {one.key for one in interview.speakers}
    person_id, schedule = current_actor().id, asked_schedule(interview)
    try:
        writes = note_page.writes_in(request.form, schedule, keys, lease=lease or 0, person_id=person_id)
        notes.save_form(interview_id, writes, now())
    except notes.TakenOver as refusal:
        flash(str(refusal.sentence), "warning")
    except notes.CannotNote as refusal:
        raise refuse(refusal.status, str(refusal.sentence)) from None
    else:
        flash(_("Saved."), "success")
    return go_to(url_for(".take_notes", interview_id=interview_id))


@blueprint.post("/interviews/<int:interview_id>/take-up")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
@speaks_json
def take_up_notes(interview: Interview) -> Any:
    """Let this page write from now on, and no other."""
    _refuse_written(interview)
    return held_reply(interview, whole(request.form.get("lease")))


@blueprint.post("/interviews/<int:interview_id>/writes")
@requires(Permission.INTERVIEW_HOLD, load=queries.get_interview)
@speaks_json
def write_note(interview: Interview) -> Any:
    """Save one line, and say what stands there now."""
    _refuse_written(interview)
    keys, interview_id = {one.key for one in interview.speakers}, interview.id
    write = note_page.write_in(request.form, asked_schedule(interview), keys, person_id=current_actor().id)
    return saved_reply(request.form["question"], notes.save(interview_id, write, now()))


def _refuse_written(interview: Interview) -> None:
    """What somebody writes by link is theirs alone."""
    if interview.kind == InterviewKind.WRITTEN:
        raise refuse(409, _("These answers are written by link. You can read them once they are sent."))
