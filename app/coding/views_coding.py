"""The coding page of a transcript: read a part, mark passages, undo, redo, finish.

A change answers with the turns that it touched and nothing else; without a script, with the page at that turn.
"""

from collections.abc import Callable, Iterable

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import asked, blueprint, book, journal, marking, places, queries, rounds, seeing
from app.coding.page import ShownTurn, shown_turns, version_of
from app.coding.tree import tree_of
from app.interviews.texts import Transcript
from app.policy import Permission
from app.web.forms import trimmed, whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render, wants_fragment
from app.web.languages import _

Spans = Iterable[tuple[int, int]]


class Refused(ValueError):
    """What was asked for can't be; the message is the sentence, `status` how the answer is given."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


@blueprint.get("/transcripts/<int:transcript_id>/coding")
@requires(Permission.STUDY_READ, load=queries.get_transcript)
def show_coding_page(transcript: Transcript) -> Response:
    """A part of the transcript; a page that is left open asks whether there is anything new."""
    window = places.part(transcript, shown_part(transcript))
    shown = shown_turns(window, current_actor().id)
    return _page(transcript, shown, version=version_of(shown, seeing.is_blind(transcript)))


@blueprint.post("/transcripts/<int:transcript_id>/codings")
@requires(Permission.CODING_DO, load=queries.get_transcript)
def mark_passage(transcript: Transcript) -> Response:
    return attempt(transcript, lambda: _mark(transcript))


@blueprint.post("/transcripts/<int:transcript_id>/coding/undo")
@requires(Permission.CODING_DO, load=queries.get_transcript)
def undo_coding(transcript: Transcript) -> Response:
    return attempt(transcript, lambda: _back_or_forth(transcript, journal.undo, _("Taken back.")))


@blueprint.post("/transcripts/<int:transcript_id>/coding/redo")
@requires(Permission.CODING_DO, load=queries.get_transcript)
def redo_coding(transcript: Transcript) -> Response:
    return attempt(transcript, lambda: _back_or_forth(transcript, journal.redo, _("Done again.")))


def shown_part(transcript: Transcript) -> int:
    """Which part the page shows, or was on when it sent a form."""
    wanted = whole(request.values.get("part")) or 1
    return min(max(wanted, 1), places.count_parts(transcript))


def attempt(transcript: Transcript, act: Callable[[], tuple[str, Spans]]) -> Response:
    """Do it, and answer with what is said about it and the turns it touched, or with why not and how things stand."""
    try:
        sentence, spans = act()
    except Refused as refused:
        return _refused(transcript, str(refused), refused.status)
    except asked.Unclear as unclear:
        return _refused(transcript, str(unclear), 422)
    except places.NoSuchPlace:
        return _refused(transcript, _("There are no words to mark at that place. Choose them again."), 422)
    except asked.WordsMoved:
        return _refused(
            transcript,
            _("The text has been corrected meanwhile. Here it is as it stands now: choose the words again."),
            409,
        )
    except marking.NotCodable:
        return _refused(
            transcript, _("That theme is no longer in the code book, or is a heading. Choose another one."), 409
        )
    if wants_fragment():
        return _desk(transcript, sentence, spans)
    flash(sentence, "success")
    part = places.part_of(transcript, min(spans)[0])
    turn = places.turns_touched(transcript, spans, shown=part).turns
    anchor = f"turn-{turn[0].turn.id}" if turn else None
    return go_to(url_for(".show_coding_page", transcript_id=transcript.id, part=part, _anchor=anchor))


def _mark(transcript: Transcript) -> tuple[str, Spans]:
    place = asked.place_asked(transcript, request.form)
    theme_ids = [number for number in map(whole, request.form.getlist("themes")) if number is not None]
    name = trimmed(request.form.get("new_theme", "")) or ""
    if name:
        theme_ids.append(_theme_named(transcript, name))
    if not theme_ids:
        raise Refused(_("Choose a theme, or type a new one."))
    memo = asked.memo_asked(request.form)
    made = marking.mark(transcript, current_actor().id, place=place, theme_ids=theme_ids, memo=memo)
    if not made:
        raise Refused(_("You have marked these words with that already."))
    names = ", ".join(f"“{coding.theme.name}”" for coding in made)
    return _("Marked with %(themes)s.", themes=names), [(place.start, place.end)]


def _theme_named(transcript: Transcript, name: str) -> int:
    """The theme of this name, made at the top of the code book if there is none."""
    if len(name) > 80:
        raise Refused(_("Use 80 characters or fewer for a theme's name."))
    study = transcript.interview.study
    for theme in queries.list_themes(study):
        if theme.name.casefold() == name.casefold() and theme.is_codable:
            return theme.id
    try:
        return book.add_theme(study, current_actor(), book.ThemeFields(name=name)).id
    except book.NameTaken:
        raise Refused(_("“%(name)s” is a heading of the code book. Give the theme another name.", name=name)) from None


def _back_or_forth(
    transcript: Transcript, act: Callable[[Transcript, int], list[tuple[int, int]]], sentence: str
) -> tuple[str, Spans]:
    try:
        return sentence, act(transcript, current_actor().id)
    except journal.NothingToUndo:
        raise Refused(_("There is nothing more to take back or to do again."), 409) from None


def _desk(transcript: Transcript, sentence: str, spans: Spans, *, status: int = 200) -> Response:
    """What htmx puts in place of the desk, with the turns that were touched."""
    window = places.turns_touched(transcript, spans, shown=shown_part(transcript))
    shown = shown_turns(window, current_actor().id, with_questions=False)
    return _page(transcript, shown, said=sentence, is_answer=True, status=status)


def _refused(transcript: Transcript, sentence: str, status: int) -> Response:
    """The sentence, with all of the part as it is now: nobody goes on from an old state."""
    window = places.part(transcript, shown_part(transcript))
    shown = shown_turns(window, current_actor().id)
    return _page(transcript, shown, said=sentence, is_refused=True, is_answer=True, status=status)


def _page(
    transcript: Transcript, shown: list[ShownTurn], *, status: int = 200, version: str = "", **more: object
) -> Response:
    person_id = current_actor().id
    undoable, redoable = journal.can_undo_and_redo(transcript, person_id)
    return render(
        "coding/coding.html",
        fragments=("words", "desk"),
        status=status,
        version=version,
        transcript=transcript,
        study=transcript.interview.study,
        part=shown_part(transcript),
        n_parts=places.count_parts(transcript),
        shown=shown,
        themes=lambda: tree_of(queries.list_themes(transcript.interview.study)),
        undoable=undoable,
        redoable=redoable,
        coders=lambda: rounds.standing_of(transcript, person_id),
        typed=request.form,
        is_fragment=wants_fragment(),
        **{"said": "", "is_refused": False, "is_answer": False, **more},
    )
