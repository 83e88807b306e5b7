"""Pages of the code book: read, add, change, move, merge, remove, bring back."""

from collections import Counter

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import (
    anchoring,  # noqa: F401  (codings follow corrections of the text)
    blueprint,
    book,
    memo_queries,
    queries,
    views_analysis,  # noqa: F401
    views_books,  # noqa: F401
    views_cases,  # noqa: F401
    views_coders,  # noqa: F401
    views_coding,  # noqa: F401  (its views register with the blueprint)
    views_exchange,  # noqa: F401
    views_findings,  # noqa: F401
    views_grid,  # noqa: F401
    views_incoming,  # noqa: F401
    views_memos,  # noqa: F401
    views_passages,  # noqa: F401
    views_quotations,  # noqa: F401
    views_rounds,  # noqa: F401
    views_search,  # noqa: F401
)
from app.coding.forms import RemoveForm, ThemeForm
from app.coding.models import Theme
from app.coding.taken_back import LeftOf
from app.coding.tree import tree_of
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@blueprint.get("/studies/<int:study_id>/themes")
@requires(Permission.STUDY_READ, load=get_study)
def list_themes(study: Study) -> Response:
    return render(
        "coding/themes.html",
        study=study,
        branches=tree_of(queries.list_themes(study)),
        counts=queries.count_passages(study, current_actor().id),
        n_memos=Counter(one.theme_id for one in memo_queries.list_memos(study, current_actor().id)),
        removed=queries.list_removed_themes(study),
        transcripts=queries.list_transcripts(study),
    )


@blueprint.route("/studies/<int:study_id>/themes/new", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_study)
def create_theme(study: Study) -> Response:
    form = ThemeForm(branches=tree_of(queries.list_themes(study)), parent_id=request.args.get("under", ""))
    if form.validate_on_submit() and _try(form, lambda: book.add_theme(study, current_actor(), form.fields)):
        flash(_("“%(name)s” is in the code book.", name=form.name.data), "success")
        return go_to(url_for(".list_themes", study_id=study.id))
    return render(
        "coding/theme_form.html", status=422 if form.errors else 200, form=form, study=study, theme=None, is_stale=False
    )


@blueprint.route("/themes/<int:theme_id>/edit", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=queries.get_theme)
def edit_theme(theme: Theme) -> Response:
    """A form that was made from an older version is shown again with the theme as it is now, and nothing is lost."""
    form = _form_of(theme)
    version = _read_version()
    if form.validate_on_submit() and _try(
        form, lambda: book.change_theme(theme, current_actor(), form.fields, version=version)
    ):
        flash(_("Saved."), "success")
        return go_to(url_for(".list_themes", study_id=theme.study_id))
    is_stale = request.method == "POST" and version != theme.version
    form.version.data, form.version.raw_data = theme.version, None
    status = 409 if is_stale else 422 if form.errors else 200
    return render(
        "coding/theme_form.html",
        status=status,
        form=form,
        study=theme.study,
        theme=theme,
        is_stale=is_stale,
    )


@blueprint.post("/themes/<int:theme_id>/place")
@requires(Permission.CODING_DO, load=queries.get_theme)
def shift_theme(theme: Theme) -> Response:
    by = -1 if request.form.get("to") == "up" else 1
    try:
        book.shift_theme(theme, current_actor(), by=by, version=_read_version())
    except book.BookStale:
        raise refuse(409, _("Somebody has changed this theme meanwhile. Look at the code book again.")) from None
    return go_to(url_for(".list_themes", study_id=theme.study_id, _anchor=f"theme-{theme.id}"))


@blueprint.route("/themes/<int:theme_id>/remove", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=queries.get_theme)
def remove_theme(theme: Theme) -> Response:
    others = [one for one in tree_of(queries.list_themes(theme.study)) if one.theme is not theme]
    form = RemoveForm(branches=others, version=theme.version)
    if form.validate_on_submit():
        into = next((one.theme for one in others if str(one.theme.id) == form.into_id.data), None)
        _remove(theme, into, _read_version())
        flash(_("“%(name)s” is out of the code book. You can bring it back below.", name=theme.name), "success")
        return go_to(url_for(".list_themes", study_id=theme.study_id))
    n_passages = queries.count_passages(theme.study, current_actor().id).get(theme.id, 0)
    status = 422 if form.errors else 200
    return render("coding/theme_remove.html", status=status, form=form, theme=theme, n_passages=n_passages)


@blueprint.post("/themes/<int:theme_id>/return")
@requires(Permission.CODING_DO, load=queries.get_theme)
def return_theme(theme: Theme) -> Response:
    try:
        book.bring_back(theme, current_actor())
    except book.NameTaken:
        raise refuse(409, _("Another theme has this name now. Give that one another name first.")) from None
    except book.BookStale:
        raise refuse(409, _("This theme is back already.")) from None
    flash(_("“%(name)s” is back, with its passages.", name=theme.name), "success")
    return go_to(url_for(".list_themes", study_id=theme.study_id))


def _read_version() -> int:
    """The version that the form was made from; one without is from no version that ever was."""
    return whole(request.form.get("version")) or 0


def _form_of(theme: Theme) -> ThemeForm:
    branches = [one for one in tree_of(queries.list_themes(theme.study)) if one.theme is not theme]
    form = ThemeForm(obj=theme, branches=branches, is_heading=not theme.is_codable)
    if not form.is_submitted():
        left_of = LeftOf()
        form.definition.data, form.example.data = left_of(theme, "definition"), left_of(theme, "example")
    return form


def _try(form: ThemeForm, act: object) -> bool:
    """Do it, or put the refusal beside its field."""
    try:
        act()  # type: ignore[operator]
    except book.NameTaken:
        form.add_error("name", _("There is a theme of this name here already"))
    except book.NotThere:
        form.add_error("parent_id", _("It can't stand there. Choose another place"))
    except book.BookStale:
        form.add_error("version", _("Somebody has changed this theme meanwhile"))
    return not form.errors


def _remove(theme: Theme, into: Theme | None, version: int) -> None:
    try:
        book.remove_theme(theme, current_actor(), version=version, into=into)
    except book.HasThemes:
        raise refuse(409, _("There are themes under this one. Move or remove them first.")) from None
    except book.CodedBlind:
        raise refuse(
            409, _("A transcript is being coded blind. Themes can be taken out when its coders have finished.")
        ) from None
    except (book.BookStale, book.NotThere):
        raise refuse(409, _("Somebody has changed the code book meanwhile. Look at it again.")) from None
