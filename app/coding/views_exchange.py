"""Pages of what leaves of a study: one page that says what is in each file, and the files."""

from collections.abc import Callable, Sequence

from flask import Response as FileResponse
from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.audit.actions import record_look
from app.coding import analysis_queries, blueprint
from app.coding.exchange import Export, export_of
from app.coding.exchange_all import json_of
from app.coding.exchange_document import docx_of
from app.coding.exchange_project import book_of, project_of
from app.coding.exchange_rows import HEADINGS, paragraphs_of, rows_of
from app.coding.forms_exchange import BookForm
from app.coding.incoming_told import MOST_FAULTS
from app.policy import Permission
from app.qda.writing import to_qdc, to_qdpx
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.downloads import attachment, csv_file, xlsx_file
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, light_text, render
from app.web.languages import _

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _page(export: Export) -> bytes:
    talks = [(one.reading.interview.title, paragraphs_of(export, one)) for one in export.leaving]
    return light_text("coding/coded.html", title=export.study.title, talks=talks).encode()


FILES: dict[str, Callable[[Export, str], FileResponse]] = {
    "project": lambda one, name: attachment(to_qdpx(project_of(one)), f"{name}.qdpx", "application/zip"),
    "everything": lambda one, name: attachment(json_of(one), f"{name}.json", "application/json"),
    "codings": lambda one, name: csv_file(f"{name}-codings.csv", HEADINGS, rows_of(one)),
    "workbook": lambda one, name: xlsx_file(f"{name}-codings.xlsx", HEADINGS, rows_of(one)),
    "document": lambda one, name: attachment(docx_of(one), f"{name}.docx", DOCUMENT),
    "page": lambda one, name: attachment(_page(one), f"{name}.html", "text/html; charset=utf-8"),
}
"""What is written after the last stroke of the address, and the file it stands for."""


def _study_of(study_id: int, kind: str) -> Study:
    """The study whose file of that kind is asked for; 404 when there is no such kind."""
    if kind not in FILES:
        abort(404)
    return get_study(study_id)


@blueprint.get("/studies/<int:study_id>/files")
@requires(Permission.STUDY_READ, load=get_study)
def list_files(study: Study) -> Response:
    return files_page(study, BookForm(formdata=None))


def files_page(study: Study, form: BookForm, *, faults: Sequence[str] = ()) -> Response:
    export = export_of(study, current_actor())
    astral = [one.reading.interview.title for one in export.leaving if any(sign > "\uffff" for sign in one.text)]
    return render(
        "coding/files.html",
        status=422 if form.errors else 200,
        form=form,
        study=study,
        export=export,
        astral=astral,
        faults=faults,
        most=MOST_FAULTS,
        came=analysis_queries.list_file_coders(study),
    )


@blueprint.get("/studies/<int:study_id>/files/<string:kind>")
@requires(Permission.STUDY_READ, load=_study_of)
def send_file(study: Study) -> Response:
    return _file(study, raw=False)


@blueprint.get("/studies/<int:study_id>/files/<string:kind>/raw")
@requires(Permission.TRANSCRIPT_RAW, load=_study_of)
def send_raw_file(study: Study) -> Response:
    return _file(study, raw=True)


@blueprint.get("/studies/<int:study_id>/code-book")
@requires(Permission.STUDY_READ, load=get_study)
def send_code_book(study: Study) -> Response:
    book = book_of(study)
    if not book.codes:
        flash(_("There is no theme yet, so there is no code book to take along."), "error")
        return go_to(url_for(".list_files", study_id=study.id))
    return attachment(to_qdc(book), f"{_name(study)}.qdc", "application/xml")


def _file(study: Study, *, raw: bool) -> Response:
    kind = (request.view_args or {})["kind"]
    actor = current_actor()
    export = export_of(study, actor, raw=raw)
    seen: set[int | None] = {school.id for one in export.participants for school in one.schools} if raw else set()
    for school_id in seen or {None}:
        action = "take raw transcripts along" if raw else "take transcripts along"
        record_look(action, person_id=actor.id, school_id=school_id, study_id=study.id, file=kind)
    return FILES[kind](export, _name(study, raw=raw))


def _name(study: Study, *, raw: bool = False) -> str:
    """A name for the file, of letters that every system takes."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in study.title.lower())
    return "-".join(filter(None, [*words.split("-"), "raw" if raw else ""]))[:60] or "study"
