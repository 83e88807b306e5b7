"""What the script of the pupils' pages asks for: the response to hold, every screen at once, and saving one answer.

These speak JSON, their refusals too. docs/trust.md tells the rules in words.
"""

from typing import Any

from flask import redirect, request, url_for

from app.answers import actions, blueprint, journal, screens, seqs, sheet
from app.answers.door import NO_ACCOUNT, held_lease, parsed, pupils_only, speaks_json
from app.answers.journal import LONGEST_WRITE_ID, Write
from app.answers.passes import Pass
from app.answers.standing import LeaseHasMoved, Unreadable
from app.db import now
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import public
from app.web.languages import _
from app.web.replies import json_reply


@blueprint.post("/take-up")
@public(NO_ACCOUNT)
@speaks_json
@pupils_only
def take_up(ticket: Pass) -> Any:
    """Let this window write from now on, and no other. `number` counts from 1; past the last when all is answered.

    A window tells the lease that it knows; where that is not the newest, it is told the newest to try again with.
    """
    try:
        held = actions.take_up(ticket, now(), whole(request.form.get("lease")))
    except LeaseHasMoved as moved:
        told = {"error": "lease-has-moved", "sentence": str(moved.sentence), "lease": moved.lease}
        return json_reply(told, moved.status)
    position = sheet.first_unanswered(held.answers)
    number = len(held.answers) if position is None else position
    told = {"lease": held.lease, "seq": seqs.highest(held.seqs), "answers": screens.seen_by(ticket, held)}
    return json_reply(told | {"number": number + 1})


@blueprint.post("/here")
@public(NO_ACCOUNT)
@pupils_only
def use_this_window(ticket: Pass) -> Any:
    """The same for a page without script, which goes on at the first question without an answer."""
    actions.take_up(ticket, now())
    return redirect(url_for(".go_on"), code=303)


@blueprint.post("/writes")
@public(NO_ACCOUNT)
@speaks_json
@pupils_only
def write_answer(ticket: Pass) -> Any:
    """Save one answer, and say what is stored for its question now."""
    instrument = actions.instrument_of(ticket.digest)
    number, seq = (whole(request.form.get(name)) or 0 for name in ("question", "seq"))
    write_id = request.form.get("write", "")
    if not 0 < seq <= seqs.MOST or not 0 < len(write_id) <= LONGEST_WRITE_ID:
        raise Unreadable
    if not 1 <= number <= len(instrument.questions):
        raise refuse(404, _("There is no such question."))
    code = parsed(instrument.questions[number - 1], request.form.get("answer", ""))
    write = Write(number - 1, code, held_lease(), seq, write_id)
    saved = journal.save(ticket, instrument, write, now())
    return json_reply({"question": number, "stored": saved.stored, "seq": saved.seq, "lease": saved.lease})


@blueprint.get("/sheet")
@public(NO_ACCOUNT)
@pupils_only
def every_screen(ticket: Pass) -> Any:
    """All statements of the pupil's instrument, the same for everybody who has it."""
    return screens.every_statement(screens.instrument_for(ticket))
