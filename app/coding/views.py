"""Pages of themes and codings."""

from werkzeug.wrappers import Response

from app.coding import blueprint, queries
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.guard import requires
from app.web.htmx import render


@blueprint.get("/studies/<int:study_id>/themes")
@requires(Permission.STUDY_READ, load=get_study)
def list_themes(study: Study) -> Response:
    return render("coding/themes.html", study=study, themes=queries.list_themes(study))
