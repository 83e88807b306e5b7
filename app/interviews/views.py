"""Pages of interviews."""

from werkzeug.wrappers import Response

from app.interviews import blueprint, queries, views_corrections, views_names, views_texts, views_transcript  # noqa: F401
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.guard import requires
from app.web.htmx import render


@blueprint.get("/studies/<int:study_id>/interviews")
@requires(Permission.STUDY_READ, load=get_study)
def list_interviews(study: Study) -> Response:
    return render("interviews/interviews.html", study=study, interviews=queries.list_interviews(study))
