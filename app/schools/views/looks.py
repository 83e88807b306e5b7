"""Who looked at a school, for its leaders."""

from flask import request
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools import blueprint, looks, queries
from app.schools.models import School
from app.web.downloads import csv_file
from app.web.filters import minute
from app.web.guard import requires
from app.web.htmx import render
from app.web.languages import later

HEADINGS = (later("When"), later("Who"), later("Roles today"), later("What"), later("Kind"))


@blueprint.get("/schools/<int:school_id>/looks")
@requires(Permission.SCHOOL_EVENTS, load=queries.get_school)
def list_looks(school: School) -> Response:
    chosen = looks.read_filter(request.args)
    found = looks.list_looks(school.id, chosen, request.args.get("page", ""))
    kinds = {key: kind.label for key, kind in looks.KINDS.items()}
    return render("schools/looks.html", school=school, found=found, chosen=chosen, kinds=kinds, periods=looks.PERIODS)


@blueprint.get("/schools/<int:school_id>/looks.csv")
@requires(Permission.SCHOOL_EVENTS, load=queries.get_school)
def download_looks(school: School) -> Response:
    lines = looks.list_all_looks(school.id, looks.read_filter(request.args))
    rows = ((minute(line.at), line.who, line.roles, line.what, line.kind) for line in lines)
    return csv_file(f"who-looked-{school.urn}.csv", HEADINGS, rows)
