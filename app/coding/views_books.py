"""Pages of a code book that comes in as a file: choose it, look at what it would add, add it or throw it away."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from app.coding import blueprint, incoming_actions
from app.coding import incoming_queries as queries
from app.coding.exchange_in import NEW, SAME_ID, add_book, fit, is_cut
from app.coding.forms_exchange import BookForm, PressForm
from app.coding.held import ProjectUpload
from app.coding.incoming_held import FileGone
from app.coding.incoming_told import refuse_file
from app.coding.queries import list_themes
from app.coding.views_exchange import files_page
from app.policy import Permission
from app.qda.problems import Refused
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.guard import current_actor, requires, takes_files
from app.web.htmx import go_to, render
from app.web.languages import _

MOST_MEGABYTES = 1


@blueprint.post("/studies/<int:study_id>/code-book")
@takes_files(MOST_MEGABYTES)
@requires(Permission.CODING_DO, load=get_study)
def take_code_book(study: Study) -> Response:
    form, study_id = BookForm(), study.id
    if not form.validate_on_submit():
        return files_page(study, form)
    sent = form.file.data
    try:
        held = incoming_actions.upload_book(study, current_actor(), file_name=sent.filename or "", data=sent.read())
    except Refused as refusal:
        return files_page(get_study(study_id), form, faults=refuse_file(form, refusal))
    return go_to(url_for(".look_at_book", upload_id=held.id))


@blueprint.route("/code-book-files/<int:upload_id>", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=queries.get_book_upload)
def look_at_book(held: ProjectUpload) -> Response:
    """Each code, and whether it is new; then all of them are added."""
    try:
        taken = incoming_actions.open_book(held)
        if PressForm().validate_on_submit():
            return _add(held)
    except FileGone:
        return _gone(held)
    study = _study_of(held)
    fitted = fit(list_themes(study), taken.codes)
    return render(
        "coding/book_preview.html",
        held=held,
        study=study,
        fitted=fitted,
        n_new=sum(one.fit == NEW for one in fitted),
        n_cut=sum(is_cut(one.code) for one in fitted if one.fit == NEW),
        n_sets=len(taken.sets),
        NEW=NEW,
        SAME_ID=SAME_ID,
    )


def _add(held: ProjectUpload) -> Response:
    taken = incoming_actions.take_book(held)
    added, known = add_book(_study_of(held), current_actor(), taken)
    flash(_("Added to the code book: %(added)s. There already: %(known)s.", added=added, known=known), "success")
    return go_to(url_for(".list_themes", study_id=held.study_id))


def _study_of(held: ProjectUpload) -> Study:
    return held.study or abort(404)


def _gone(held: ProjectUpload) -> Response:
    flash(_("The file is no longer held: it was stored, thrown away, or a day old."), "warning")
    return go_to(url_for(".list_files", study_id=held.study_id))


@blueprint.post("/code-book-files/<int:upload_id>/removal")
@requires(Permission.CODING_DO, load=queries.get_book_upload)
def discard_book(held: ProjectUpload) -> Response:
    incoming_actions.discard(held, current_actor())
    flash(_("The file is deleted. Nothing was stored."), "success")
    return go_to(url_for(".list_files", study_id=held.study_id))
