"""Pages of analysis: passages found again, matrices, themes that meet, agreement, answers side by side."""

from flask import request
from werkzeug.wrappers import Response

from app.coding import analysis_queries, blueprint, sides
from app.coding.agreement import REASONS, Unit, agreement_on, finished_of
from app.coding.desk import Desk
from app.coding.files import StudyFile, get_study_file
from app.coding.matrices import Matrix, by_participant, by_question, count_meetings, meetings_of
from app.coding.retrieval import Wanted, find, gathered
from app.coding.sets import find_set
from app.coding.variables import Variables
from app.coding.words import ROLES, WAVES
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import render
from app.web.languages import _
from app.web.paging import paged


def desk_of(study: Study) -> Desk:
    """The study as whoever asks analyses it."""
    return Desk(study, current_actor().id)


@blueprint.get("/studies/<int:study_id>/passages")
@requires(Permission.STUDY_READ, load=get_study)
def list_passages(study: Study) -> Response:
    desk, wanted = desk_of(study), Wanted.from_address(request.args)
    variables, chosen = Variables(desk), find_set(desk, current_actor().id, wanted.set_key)
    people = variables.by_value.get(wanted.known, frozenset()) if wanted.known else None
    quotations = [one for one in desk.quotations if chosen.holds(one)] if chosen else desk.quotations
    found = gathered(find(quotations, wanted, desk.branches, people=people), wanted.sort)
    return render(
        "coding/passages.html",
        study=study,
        desk=desk,
        wanted=wanted,
        known=variables.choices,
        chosen=chosen,
        shown=paged(found, request.args),
        roles=ROLES,
        waves=WAVES,
    )


@blueprint.get("/studies/<int:study_id>/matrix")
@requires(Permission.STUDY_READ, load=get_study)
def show_matrix(study: Study) -> Response:
    """Themes x participants, or themes x questions."""
    by = _asked_columns()
    return render("coding/matrix.html", study=study, matrix=_matrix(study, by), by=by)


@blueprint.get("/studies/<int:study_id>/matrix.<string:kind>")
@requires(Permission.STUDY_READ, load=get_study_file)
def download_matrix(asked: StudyFile) -> Response:
    by = _asked_columns()
    matrix = _matrix(asked.study, by)
    headings = [_("Theme"), *(column.title for column in matrix.columns), _("Passages")]
    return asked.answer(f"themes-by-{by}", headings, matrix.rows())


@blueprint.get("/studies/<int:study_id>/together")
@requires(Permission.STUDY_READ, load=get_study)
def show_together(study: Study) -> Response:
    """Which themes lie over the same words, and, for two of them, over which."""
    desk = desk_of(study)
    meetings = meetings_of(desk.quotations)
    pair = sorted(whole(request.args.get(name)) or 0 for name in ("a", "b"))
    chosen = [one for one in meetings if [one.first.theme.id, one.second.theme.id] == pair]
    opened = {one.transcript.id: one for one in desk.readings}
    shown = paged(chosen, request.args)
    words = [(one, opened[one.first.coding.transcript_id].passage(one.start, one.end).text) for one in shown.items]
    counts = count_meetings(meetings)
    met = {number for both in counts for number in both}
    branches = [one for one in desk.branches if one.theme.id in met]
    return render("coding/together.html", study=study, branches=branches, counts=counts, words=words, shown=shown)


@blueprint.get("/studies/<int:study_id>/agreement")
@requires(Permission.STUDY_READ, load=get_study)
def show_agreement(study: Study) -> Response:
    desk = desk_of(study)
    parts, came = analysis_queries.list_parts(study), analysis_queries.list_file_coders(study)
    finished = finished_of(desk.readings, parts, analysis_queries.keys_by_transcript(study))
    unit = Unit.CHARACTER if request.args.get("unit") == "character" else Unit.TURN
    names = {part.coder_id: part.coder.name for part in parts} | {-one.id: one.name for one in came}
    coders = sorted(names[key] for key in {key for one in finished for key in one.coder_keys})
    return render(
        "coding/agreement.html",
        study=study,
        unit=unit,
        reasons=REASONS,
        coders=coders,
        came=came,
        transcripts=[one.title for one in finished],
        opened=[one.title for one in finished if one.was_open],
        seen_before=[one.title for one in finished if one.was_seen_before],
        n_changed=analysis_queries.count_changed_since(one.reading.transcript.id for one in finished),
        agreed=agreement_on(desk.branches, finished, desk.quotations, unit=unit),
    )


@blueprint.get("/studies/<int:study_id>/sides")
@requires(Permission.STUDY_READ, load=get_study)
def compare_sides(study: Study) -> Response:
    """What two groups answered to the same questions, leaders and teachers at first."""
    desk = desk_of(study)
    left, right = sides.asked_roles(request.args)
    rows = sides.rows_of(desk, left, right)
    return render("coding/sides.html", study=study, rows=rows, left=left, right=right, roles=ROLES)


def _asked_columns() -> str:
    return "question" if request.args.get("by") == "question" else "participant"


def _matrix(study: Study, by: str) -> Matrix:
    desk = desk_of(study)
    if by == "question":
        return by_question(desk.quotations, desk.branches, desk.questions)
    return by_participant(desk.quotations, desk.branches, desk.participants)
