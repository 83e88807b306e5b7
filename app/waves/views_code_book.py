"""The code book of a survey, as a page and as a file."""

import re

from werkzeug.wrappers import Response

from app.policy import Permission
from app.waves import blueprint, queries
from app.waves.code_book import HEADINGS, partial_rule, variables_of
from app.waves.models import Survey
from app.web.downloads import csv_file
from app.web.guard import requires
from app.web.htmx import render
from app.web.languages import in_english


@blueprint.get("/surveys/<int:survey_id>/code-book")
@requires(Permission.CODEBOOK_READ, load=queries.get_survey)
def show_code_book(survey: Survey) -> Response:
    return render("waves/code_book.html", survey=survey, variables=variables_of(survey), rule=partial_rule())


@blueprint.get("/surveys/<int:survey_id>/code-book.csv")
@requires(Permission.CODEBOOK_READ, load=queries.get_survey)
def download_code_book(survey: Survey) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", survey.title.lower()).strip("-")
    with in_english():  # a file is read by programs that know its words
        rows = [one.cells for one in variables_of(survey)]
    return csv_file(f"{name}-code-book.csv", HEADINGS, rows)
