"""Finding words in all transcripts of a study."""

from flask import request
from werkzeug.wrappers import Response

from app.coding import blueprint, searching
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.forms import trimmed
from app.web.guard import requires
from app.web.htmx import render

LONGEST = 100


@blueprint.get("/studies/<int:study_id>/search")
@requires(Permission.STUDY_READ, load=get_study)
def search_words(study: Study) -> Response:
    typed = (trimmed(request.args.get("q", "")) or "")[:LONGEST]
    finds = searching.find_words(study, typed) if len(typed) >= searching.SHORTEST else None
    return render("coding/search.html", study=study, typed=typed, finds=finds, most=searching.MOST)
