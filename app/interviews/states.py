"""How far an interview has come: what each step needs, and who takes it. Withdrawn stands apart and ends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db, now
from app.interviews import anchored, queries, text_queries, text_uploads
from app.interviews.choosing import choice_of
from app.interviews.models import Interview, InterviewKind, InterviewState
from app.policy import Actor
from app.studies.allowing import permitted_school_ids
from app.web.filters import today
from app.web.languages import _

State = InterviewState
ORDER = (State.PLANNED, State.HELD, State.DRAFTED, State.RETURNED, State.APPROVED, State.CODED)


class NotReady(ValueError):
    """A step that cannot be taken yet; `needs` says why, sentence by sentence."""

    def __init__(self, needs: list[str]) -> None:
        super().__init__(needs)
        self.needs = needs


@dataclass(frozen=True)
class Held:
    """What is noted when an interview was held."""

    held_on: date
    has_second_adult: bool = False
    script_was_read: bool = False


def next_of(interview: Interview) -> InterviewState | None:
    """The step after the one that is reached; None at the end, and for what was withdrawn."""
    if interview.state not in ORDER[:-1]:
        return None
    return ORDER[ORDER.index(State(interview.state)) + 1]


def needs_of(interview: Interview) -> list[str]:
    """What the next step still needs; nothing when it may be taken, or when there is none."""
    following = next_of(interview)
    return _NEEDS[following](interview) if following else []


def has_pupils(interview: Interview) -> bool:
    return any(one.participant.is_pupil for one in interview.speakers)


def hold(interview: Interview, actor: Actor, held: Held) -> None:
    """Note that it was held, with people who may still be asked.

    Pupils need a second adult and the opening read aloud, both said to have been so.
    """
    needs = _against(interview, State.HELD) or _to_hold(interview)
    if has_pupils(interview) and interview.kind == InterviewKind.GROUP:
        if not held.has_second_adult:
            needs.append(_("A second adult has to be there when pupils speak"))
        if not held.script_was_read:
            needs.append(_("The opening has to be read aloud to pupils"))
    if held.held_on > today():
        needs.append(_("The day is still to come"))
    if needs:
        raise NotReady(needs)
    interview.held_on = held.held_on
    interview.has_second_adult, interview.script_was_read = held.has_second_adult, held.script_was_read
    _go(interview, State.HELD, actor.id)


def receive(interview: Interview) -> None:
    """The participant has sent the answers that they wrote by link: it was held that day, and nobody else held it."""
    queries.lock_interview(interview)
    if interview.state != State.PLANNED:
        return
    interview.held_on = today()
    _go(interview, State.HELD, None)


def advance(interview: Interview, actor: Actor, to: InterviewState) -> None:
    """Take the next step, to `to`; NotReady says what it needs, or that somebody else took it. Holding is `hold`."""
    needs = _against(interview, to) or _NEEDS[to](interview)
    if needs:
        raise NotReady(needs)
    _go(interview, to, actor.id)


def read_back(interview: Interview, actor: Actor, day: date) -> None:
    """The whole group heard what was written down and agreed: that approves it, for all of them."""
    queries.lock_interview(interview)
    if interview.kind != InterviewKind.GROUP or interview.state not in (State.DRAFTED, State.RETURNED):
        raise NotReady([_("Only what a group said, once it is written down, is read back")])
    if day > today():
        raise NotReady([_("The day is still to come")])
    interview.read_back_on = day
    for speaker in interview.speakers:
        speaker.approved_at = speaker.approved_at or now()
    needs = _to_approve(interview)
    if needs:
        raise NotReady(needs)
    _go(interview, State.APPROVED, actor.id)


def withdraw(interview: Interview, *, by: int | None) -> None:
    """From this moment nothing of it is read, quoted or exported; there is no step back."""
    if interview.state != State.WITHDRAWN:
        _go(interview, State.WITHDRAWN, by)
        text_uploads.forget_files(interview)


def settle(interview: Interview) -> bool:
    """Go on to approved by itself once every speaker said that what is written is what they said. A group hears it."""
    queries.lock_interview(interview)
    ready = interview.state == State.RETURNED and interview.kind != InterviewKind.GROUP and not _to_approve(interview)
    if ready:
        _go(interview, State.APPROVED, None)
    return ready


def _go(interview: Interview, to: InterviewState, person_id: int | None) -> None:
    before, interview.state = interview.state, to
    db.session.flush()
    record("move interview", person_id=person_id, subject=interview, study_id=interview.study_id, before=before, to=to)


def _against(interview: Interview, to: InterviewState) -> list[str]:
    queries.lock_interview(interview)
    return [] if next_of(interview) == to else [_("This interview is not where you left it. Look at the page again")]


def _to_hold(interview: Interview) -> list[str]:
    """Those who speak are asked about anew: a yes may have been taken back since the plan was made."""
    if not interview.speakers:
        return [_("Nobody is asked yet")]
    permitted = permitted_school_ids(interview.study)
    choices = [choice_of(one.participant, permitted, interview.kind) for one in interview.speakers]
    return [
        _("%(who)s can't be asked: %(why)s", who=one.participant.pseudonym, why=one.against)
        for one in choices
        if one.against
    ]


def _to_draft(interview: Interview) -> list[str]:
    return (
        [] if text_queries.find_transcript_of(interview) else [_("Bring in a transcript, or make one from the notes")]
    )


def _to_return(interview: Interview) -> list[str]:
    if interview.kind == InterviewKind.GROUP:
        return []
    sent = any(one.purpose == "check" and one.ended_at is None for one in queries.list_links(interview))
    return [] if sent else [_("Make a link for the speaker to check what is written")]


def _to_approve(interview: Interview) -> list[str]:
    transcript = text_queries.find_transcript_of(interview)
    asked = [one for one in queries.list_replies(transcript) if one.state == "asked"]
    needs = [_("A speaker asked for changes: make or decline them first")] if asked else []
    if interview.kind == InterviewKind.GROUP:
        return needs if interview.read_back_on else [*needs, _("Read it back to the whole group")]
    waiting = [one.participant.pseudonym for one in interview.speakers if one.approved_at is None]
    return [*needs, *[_("%(who)s has not agreed to the words yet", who=one) for one in waiting]]


def _to_code(interview: Interview) -> list[str]:
    transcript = text_queries.find_transcript_of(interview)
    is_marked = transcript is not None and anchored.count_anchored(transcript) > 0
    return [] if is_marked else [_("Mark passages with themes first")]


_NEEDS: dict[InterviewState, Callable[[Interview], list[str]]] = {
    State.HELD: _to_hold,
    State.DRAFTED: _to_draft,
    State.RETURNED: _to_return,
    State.APPROVED: _to_approve,
    State.CODED: _to_code,
}
