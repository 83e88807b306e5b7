"""What a participant's link opens: read what happens, say yes or no, write answers, check what was written, withdraw.

There is no account and no session: the link is the key. Each page asks anew whether anything stands against it, shows
nothing of anybody else, is stored nowhere and tells no other site where it was.
"""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.db import now
from app.interviews import blueprint, checking, links, note_page, notes, queries, text_queries
from app.interviews.models import InterviewState, LinkPurpose, LinkState, ParticipantLink
from app.interviews.views_interview import asked_schedule
from app.interviews.views_notes import held_reply, saved_reply, speaks_json
from app.studies.allowing import allowed_by
from app.studies.sheets import sheet_of
from app.studies.taking_part import Scopes
from app.web import limits, navigation
from app.web.errors import refuse
from app.web.forms import csrf, whole
from app.web.guard import public
from app.web.htmx import go_to, render
from app.web.languages import _, later

WHY = "participants have no account: their link is the key, kept as a fingerprint, for one person and 30 days"
WRONG_LINKS = "60 per hour"
SPENT = {
    LinkState.ENDED: later("This link was taken back, or another took its place. Ask whoever sent it for a new one."),
    LinkState.EXPIRED: later("This link was good for 30 days. Ask whoever sent it for a new one."),
}
LAPSED = later("This link opens nothing now. Ask whoever sent it why.")
NOTHING_WRITTEN = later("Nothing is written yet. Answer what you like, then send it.")
View = Callable[..., Any]

navigation.welcome_guests("/take-part")


def by_link(*, purpose: str = "", with_consent: bool = False, at_any_time: bool = False) -> Callable[[View], View]:
    """Hand the view the link of a token that still opens something; wrong ones are counted, right ones never.

    `at_any_time` opens the view although what the link was for is over: whoever holds it may always withdraw.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(token: str, **url_values: Any) -> Any:
            link = _found(token)
            if request.method == "POST":
                _check_form(token)
            if (purpose and link.purpose != purpose) or (not at_any_time and _has_moved_on(link)):
                raise refuse(410, LAPSED)
            if with_consent and (link.done_at or not allowed_by(link.participant).to_take_part):
                raise refuse(409, _("Go back to the first page of your link."))
            return _private(view(link, token, **url_values))

        csrf.exempt(guarded)
        return guarded

    return decorate


def _found(token: str) -> ParticipantLink:
    address = request.remote_addr or ""
    link = queries.find_link(links.fingerprint_of(token)) if len(token) < 100 else None
    if link is None:
        if not limits.hit(WRONG_LINKS, "participant link", address):
            raise refuse(429, _("There were many wrong links. Wait a while, then open yours again."))
        raise NotFound
    if link.state in SPENT:
        raise refuse(410, SPENT[link.state])
    if links.stands_against(link.interview, link.participant, link.purpose) and not _has_left(link):
        raise refuse(410, LAPSED)
    return link


def _has_left(link: ParticipantLink) -> bool:
    """True for somebody who withdrew: their link says so, and nothing else."""
    return link.participant.withdrawn_at is not None


def _has_moved_on(link: ParticipantLink) -> bool:
    """True when what the link was for is over, without its holder having done it."""
    if link.done_at or _has_left(link):
        return False
    state = link.interview.state
    return state != InterviewState.PLANNED if link.purpose == LinkPurpose.WRITE else state not in links.CHECKABLE


def _check_form(token: str) -> None:
    """The form comes from a page of this link, and from no other site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise refuse(400, _("Use the form on the page of your link."))
    if not hmac.compare_digest(links.form_token(token).encode(), request.form.get("csrf_token", "").encode()):
        raise refuse(400, _("Open your link again and go on from there."))


def _private(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(template: str, link: ParticipantLink, token: str, *, status: int = 200, **context: Any) -> Response:
    """A page of the link. Its forms carry a token made from the link; no session is begun for it."""
    form_token = links.form_token(token)
    return render(
        f"interviews/taking_part/{template}",
        status=status,
        link=link,
        token=token,
        interview=link.interview,
        study=link.interview.study,
        participant=link.participant,
        csrf_token=lambda: form_token,
        **context,
    )


@blueprint.get("/take-part/<string:token>")
@public(WHY)
@by_link(at_any_time=True)
def open_link(link: ParticipantLink, token: str) -> Response:
    """What the link calls for now: the sheet and the yes, the questions, the words to check, or thanks."""
    if _has_moved_on(link):
        return _page("done.html", link, token, has_left=False, is_over=True)
    if link.done_at or _has_left(link):
        has_agreed = link.purpose == LinkPurpose.CHECK and links.speaker_of(link).approved_at is not None
        return _page("done.html", link, token, has_left=_has_left(link), has_agreed=has_agreed, is_over=False)
    if link.purpose == LinkPurpose.CHECK:
        return _words_to_check(link, token)
    if not allowed_by(link.participant).to_take_part:
        return _page("consent.html", link, token, sheet=sheet_of(link.interview.study, link.participant.role))
    return _questions(link, token)


def _words_to_check(link: ParticipantLink, token: str, *, status: int = 200, problem: str = "") -> Response:
    """What was marked before stays marked where the form is shown again with a sentence."""
    transcript, schedule = text_queries.find_transcript_of(link.interview), asked_schedule(link.interview)
    return _page(
        "check.html",
        link,
        token,
        status=status,
        turns=checking.turns_for(link),
        schedule=schedule,
        version=transcript.version if transcript else 0,
        problem=problem,
        marked=request.form,
    )


def _questions(link: ParticipantLink, token: str, *, status: int = 200, problem: str = "") -> Response:
    schedule, kept = asked_schedule(link.interview), queries.list_notes(link.interview)
    return _page(
        "questions.html",
        link,
        token,
        status=status,
        schedule=schedule,
        asked=note_page.asked_of(schedule, kept, in_lines=False),
        general=note_page.general_of(kept),
        late=queries.list_late(link.interview),
        problem=problem,
    )


@blueprint.post("/take-part/<string:token>/consent")
@public(WHY)
@by_link(purpose=LinkPurpose.WRITE)
def give_consent(link: ParticipantLink, token: str) -> Any:
    """Their own word, yes or no, on this day and on this sheet."""
    if link.done_at or _has_left(link) or request.form.get("to_take_part") not in {"yes", "no"}:
        raise refuse(422, _("Say whether you take part: choose yes or no."))
    ticked = {name: request.form.get(name) == "y" for name in ("to_quote", "to_be_named", "to_reuse")}
    links.give_consent(link, Scopes(request.form["to_take_part"] == "yes", to_record=False, **ticked))
    if not allowed_by(link.participant).to_take_part:
        return _page("done.html", link, token, has_left=True)
    return go_to(url_for(".open_link", token=token))


@blueprint.post("/take-part/<string:token>/take-up")
@public(WHY)
@by_link(purpose=LinkPurpose.WRITE, with_consent=True)
@speaks_json
def take_up_answers(link: ParticipantLink, token: str) -> Any:
    return held_reply(link.interview, whole(request.form.get("lease")))


@blueprint.post("/take-part/<string:token>/writes")
@public(WHY)
@by_link(purpose=LinkPurpose.WRITE, with_consent=True)
@speaks_json
def write_answer(link: ParticipantLink, token: str) -> Any:
    """Save one answer while it is typed, and say what stands there now."""
    write = note_page.write_in(request.form, asked_schedule(link.interview), (), person_id=None)
    return saved_reply(request.form["question"], notes.save(link.interview_id, write, now()))


@blueprint.post("/take-part/<string:token>/answers")
@public(WHY)
@by_link(purpose=LinkPurpose.WRITE, with_consent=True)
def save_answers(link: ParticipantLink, token: str) -> Any:
    """Every answer at once; with `send`, they are done. An answer that is not there is not taken for an empty one."""
    lease, link_id = whole(request.form.get("lease")), link.id
    try:
        writes = note_page.writes_in(request.form, asked_schedule(link.interview), (), lease=lease or 0, person_id=None)
        notes.save_form(link.interview_id, writes, now())
    except notes.TakenOver as refusal:
        return _questions(link, token, status=409, problem=str(refusal.sentence))
    except notes.CannotNote as refusal:
        raise refuse(refusal.status, str(refusal.sentence)) from None
    if request.form.get("do") == "send":
        link = queries.get_link_by_id(link_id)
        if not any(note.sealed_text.strip() for note in queries.list_notes(link.interview)):
            return _questions(link, token, status=422, problem=str(NOTHING_WRITTEN))
        links.send_answers(link)
    return go_to(url_for(".open_link", token=token))


@blueprint.post("/take-part/<string:token>/check")
@public(WHY)
@by_link(purpose=LinkPurpose.CHECK)
def check_words(link: ParticipantLink, token: str) -> Any:
    """They agree to what is written, or say what is to be struck or put otherwise."""
    if link.done_at or _has_left(link):
        raise refuse(409, _("You have sent this already. Thank you."))
    try:
        replies = checking.replies_in(link, request.form)
    except checking.Unreadable:
        raise refuse(409, _("The words have changed since. Open your link again to read them as they stand.")) from None
    agrees = request.form.get("do") == "agree"
    if agrees and replies:
        problem = _("You have marked something to change. Send that, or take the marks away before you agree.")
        return _words_to_check(link, token, status=422, problem=problem)
    if not agrees and not replies:
        problem = _("Nothing is marked. Strike a sentence or put it otherwise, or agree to the words.")
        return _words_to_check(link, token, status=422, problem=problem)
    if agrees:
        links.agree(link)
    else:
        links.ask_for_changes(link, replies)
    return go_to(url_for(".open_link", token=token))


@blueprint.route("/take-part/<string:token>/withdrawal", methods=["GET", "POST"])
@public(WHY)
@by_link(at_any_time=True)
def withdraw(link: ParticipantLink, token: str) -> Any:
    """Asks once more, needs no reason, and acts at once."""
    if request.method == "POST":
        links.withdraw(link)
        return go_to(url_for(".open_link", token=token))
    return _page("withdraw.html", link, token)
