"""Pages of what is known of people and texts: both tables, as files too, and sets."""

from flask import request
from werkzeug.wrappers import Response

from app.coding import blueprint
from app.coding.desk import Desk
from app.coding.files import StudyFile, get_study_file
from app.coding.sets import sets_of
from app.coding.variables import Row, Variables, orders_of
from app.policy import Permission, allows
from app.schools.listing import arrange
from app.studies.models import Study
from app.studies.naming import look_at_names
from app.studies.queries import get_study
from app.web.guard import current_actor, requires
from app.web.htmx import render
from app.web.languages import _


@blueprint.get("/studies/<int:study_id>/cases")
@requires(Permission.STUDY_READ, load=get_study)
def list_cases(study: Study) -> Response:
    """People or texts. What could be a name is opened only when it is asked for, and that is noted."""
    desk, is_open = Desk(study, current_actor().id), request.args.get("names") == "yes"
    names = look_at_names(study, desk.participants, current_actor()) if is_open else {}
    is_open = is_open and allows(current_actor(), Permission.TRANSCRIPT_RAW, study)
    variables, of_texts = Variables(desk, is_open=is_open), _asks_for_texts()
    columns = variables.text_columns if of_texts else variables.people_columns
    known = request.args.get("known", "")[:400]
    return render(
        "coding/cases.html",
        study=study,
        variables=variables,
        columns=columns,
        listing=arrange(_rows(variables, known), request.args, words=_words, orders=orders_of(columns)),
        names=names,
        known=known,
        of_texts=of_texts,
        is_open=is_open,
    )


@blueprint.get("/studies/<int:study_id>/cases.<string:kind>")
@requires(Permission.STUDY_READ, load=get_study_file)
def download_cases(asked: StudyFile) -> Response:
    variables, of_texts = Variables(Desk(asked.study, current_actor().id)), _asks_for_texts()
    columns = variables.text_columns if of_texts else variables.people_columns
    headings = [_("Text") if of_texts else _("Who"), *(one.name for one in columns)]
    rows = ((row.name, *(row.values.get(one.key, "") for one in columns)) for row in _rows(variables))
    return asked.answer("texts" if of_texts else "people", headings, rows)


@blueprint.get("/studies/<int:study_id>/sets")
@requires(Permission.STUDY_READ, load=get_study)
def list_sets(study: Study) -> Response:
    actor = current_actor()
    desk = Desk(study, actor.id)
    return render("coding/sets.html", study=study, sets=sets_of(desk, actor.id))


def _asks_for_texts() -> bool:
    return request.args.get("of") == "texts"


def _rows(variables: Variables, known: str = "") -> list[Row]:
    if _asks_for_texts():
        return variables.texts
    ids = variables.by_value.get(known, frozenset()) if known else None
    return [one for one in variables.people if ids is None or (one.participant and one.participant.id in ids)]


def _words(row: Row) -> str:
    return " ".join((row.name, *row.values.values()))
