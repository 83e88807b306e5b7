"""One coding: its words, theme, memo and ends. Only its coder changes it, from the version that they read."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from app.coding import asked, blueprint, marking, places, queries
from app.coding.models import Coding
from app.coding.reaching import reach_of
from app.coding.tree import tree_of
from app.coding.views_coding import Refused, Spans, attempt
from app.policy import Permission
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import render, wants_fragment
from app.web.languages import _


def get_coding(coding_id: int) -> Coding:
    return queries.get_coding(coding_id, current_actor().id)


@blueprint.get("/codings/<int:coding_id>")
@requires(Permission.STUDY_READ, load=get_coding)
def show_coding(coding: Coding) -> Response:
    if coding.deleted_at is not None:
        abort(404)
    transcript, reach = coding.transcript, reach_of(coding)
    if not reach.is_readable:
        abort(404)
    part = places.part_of(transcript, coding.start)
    return render(
        "coding/passage.html",
        fragments=("panel",),
        coding=coding,
        transcript=transcript,
        reach=reach,
        ends=reach.ends,
        part=part,
        in_dialog=wants_fragment(),
        is_mine=coding.coder_id == current_actor().id,
        themes=[one for one in tree_of(queries.list_themes(transcript.interview.study)) if one.theme.is_codable],
        back=url_for(".show_coding_page", transcript_id=transcript.id, part=part),
    )


@blueprint.post("/codings/<int:coding_id>")
@requires(Permission.CODING_DO, load=get_coding)
def change_coding(coding: Coding) -> Response:
    """Another theme, a memo, other ends: whichever of them the form holds."""
    _refuse_others(coding)
    return attempt(coding.transcript, lambda: _change(coding))


@blueprint.post("/codings/<int:coding_id>/removal")
@requires(Permission.CODING_DO, load=get_coding)
def remove_coding(coding: Coding) -> Response:
    _refuse_others(coding)
    return attempt(coding.transcript, lambda: _remove(coding))


def _refuse_others(coding: Coding) -> None:
    if coding.coder_id != current_actor().id:
        abort(403)


def _change(coding: Coding) -> tuple[str, Spans]:
    before, form = (coding.start, coding.end), request.form
    moves = form.get("from_turn") or form.get("turn")
    memo = asked.memo_asked(form) if "memo" in form else None
    if moves and memo is None:
        memo = reach_of(coding).memo_to_keep
    place = asked.place_asked(coding.transcript, form) if moves else None
    wanted = marking.Change(place=place, theme_id=whole(form.get("theme")), memo=memo)
    try:
        marking.change(coding, whole(form.get("version")) or 0, wanted)
    except marking.Stale:
        raise _stale() from None
    return _("Saved."), [before, (coding.start, coding.end)]


def _remove(coding: Coding) -> tuple[str, Spans]:
    try:
        marking.remove(coding, whole(request.form.get("version")) or 0)
    except marking.Stale:
        raise _stale() from None
    return _("Removed “%(theme)s”. Undo brings it back.", theme=coding.theme.name), [(coding.start, coding.end)]


def _stale() -> Refused:
    return Refused(
        _("This passage was changed meanwhile, perhaps in another window. Here it is as it stands now."), 409
    )
