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
from app.web.paging import paged

LONGEST = 100


@blueprint.get("/studies/<int:study_id>/search")
@requires(Permission.STUDY_READ, load=get_study)
def search_words(study: Study) -> Response:
    typed = (trimmed(request.args.get("q", "")) or "")[:LONGEST]
    if len(typed) < searching.SHORTEST:
        return render("coding/search.html", study=study, typed=typed, shown=None)
    places = searching.find_words(study, typed)
    return render(
        "coding/search.html",
        study=study,
        typed=typed,
        shown=paged(places, request.args),
        n_transcripts=len({one.reading.transcript.id for one in places}),
    )
