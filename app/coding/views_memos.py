"""Pages of memos: list, write, change, take out, bring back, delete; and the page of a theme with those on it."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import blueprint, memo_actions, memo_queries, memos, queries
from app.coding.desk import Desk
from app.coding.forms_memos import MemoForm, about_of
from app.coding.memos import Noted
from app.coding.models import Memo, Theme
from app.coding.reading import open_places_of
from app.coding.tree import tree_of
from app.db import SAFE_METHODS
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render, wants_fragment
from app.web.languages import _

PAGE_LENGTH = 50


def get_memo(memo_id: int) -> Memo:
    return memo_queries.get_memo(memo_id, current_actor().id)


@blueprint.get("/studies/<int:study_id>/memos")
@requires(Permission.STUDY_READ, load=get_study)
def list_memos(study: Study) -> Response:
    """Every memo that the reader may read, as the address asks for them; all on one page where they are printed."""
    actor, asked = current_actor(), memos.Asked.from_address(request.args)
    desk, is_printed = Desk(study, actor.id), request.args.get("print") == "yes"
    found = memos.all_memos_of(desk, actor.id, asked)
    pages = 1 if is_printed else max(1, -(-len(found) // PAGE_LENGTH))
    page = min(max(whole(request.args.get("page")) or 1, 1), pages)
    return render(
        "coding/memos.html",
        fragments=("memos",),
        study=study,
        desk=desk,
        asked=asked,
        total=len(found),
        found=found if is_printed else found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
        removed=memos.removed_memos_of(study, actor.id),
        page=page,
        pages=pages,
        is_printed=is_printed,
    )


@blueprint.get("/themes/<int:theme_id>")
@requires(Permission.STUDY_READ, load=queries.get_theme)
def show_theme(theme: Theme) -> Response:
    """What a theme means, how often it was found, and what was noted on it."""
    return _theme_page(theme)


def _theme_page(theme: Theme, form: MemoForm | None = None, *, status: int = 200, is_saved: bool = False) -> Response:
    actor, study = current_actor(), theme.study
    branches = tree_of(queries.list_themes(study))
    return render(
        "coding/theme.html",
        status=status,
        fragments=("memos",),
        study=study,
        theme=theme,
        branch=next((one for one in branches if one.theme is theme), None),
        under=[one.theme for one in branches if one.theme.parent_id == theme.id],
        n_passages=queries.count_passages(study, actor.id).get(theme.id, 0),
        found=memos.memos_on_theme(study, theme.id, actor.id),
        form=form or _form_for(study, about=f"theme-{theme.id}"),
        is_saved=is_saved,
    )


@blueprint.route("/studies/<int:study_id>/memos/new", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_study)
def write_memo(study: Study) -> Response:
    theme_id, transcript_id = (whole(request.args.get(name)) for name in ("theme", "transcript"))
    about = f"theme-{theme_id}" if theme_id else f"transcript-{transcript_id}" if transcript_id else ""
    form = _form_for(study, about=about)
    if form.validate_on_submit():
        memo = memo_actions.write_memo(study, current_actor(), form.fields)
        if memo.theme is not None and wants_fragment():
            return _theme_page(memo.theme, _form_for(study, formdata=None, about=about_of(memo)), is_saved=True)
        flash(_("The memo is saved."), "success")
        return go_to(_place_of(memo))
    if wants_fragment() and theme_id and form.errors:
        return _theme_page(queries.get_theme(theme_id), form, status=422)
    return _form_page(study, form, None, status=422 if form.errors else 200)


@blueprint.route("/memos/<int:memo_id>/edit", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_memo)
def change_memo(memo: Memo) -> Response:
    """A form that was made from an older memo is shown again beside what is there now, and nothing is lost."""
    read = memos.read_memo(memo)
    form = _form_for(
        memo.study, memo.theme, title=read.title, text=read.text, about=about_of(memo), version=memo.version
    )
    if form.validate_on_submit():
        try:
            memo_actions.change_memo(memo, current_actor(), form.fields, version=form.version.data or 0)
        except memo_actions.MemoStale:
            form.version.data, form.version.raw_data = memo.version, None
            return _form_page(memo.study, form, memo, status=409, now=memos.read_memo(memo))
        flash(_("Saved."), "success")
        return go_to(_place_of(memo))
    return _form_page(memo.study, form, memo, status=422 if form.errors else 200)


@blueprint.route("/memos/<int:memo_id>/removal", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_memo)
def remove_memo(memo: Memo) -> Response:
    """The version is the one that was read when **Remove** was chosen."""
    version = whole(request.values.get("version")) or 0
    if request.method in SAFE_METHODS:
        action = url_for(".remove_memo", memo_id=memo.id, version=version)
        return render("coding/memo_remove.html", study=memo.study, read=memos.read_memo(memo), action=action)
    try:
        memo_actions.remove_memo(memo, current_actor(), version=version)
    except memo_actions.MemoStale:
        raise refuse(409, _("Somebody has changed this memo meanwhile. Look at it again.")) from None
    flash(
        _("“%(title)s” is out of the memos. You can bring it back below them.", title=memos.read_memo(memo).title),
        "success",
    )
    return go_to(url_for(".list_memos", study_id=memo.study_id))


@blueprint.post("/memos/<int:memo_id>/return")
@requires(Permission.CODING_DO, load=get_memo)
def return_memo(memo: Memo) -> Response:
    memo_actions.bring_back(memo, current_actor())
    flash(_("“%(name)s” is back.", name=memos.read_memo(memo).title), "success")
    return go_to(_place_of(memo))


@blueprint.route("/memos/<int:memo_id>/deletion", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_memo)
def delete_memo(memo: Memo) -> Response:
    """Only of one that was taken out, and only after it was asked once more."""
    if memo.deleted_at is None:
        raise refuse(409, _("This memo stands among the others. Remove it first."))
    if request.method != "POST":
        return render("coding/memo_delete.html", study=memo.study, read=memos.read_memo(memo))
    study_id = memo.study_id
    memo_actions.delete_memo(memo, current_actor())
    flash(_("The memo is deleted for good."), "success")
    return go_to(url_for(".list_memos", study_id=study_id))


def _form_for(study: Study, theme: Theme | None = None, **begun: Any) -> MemoForm:
    """The form, with what it is about: also a theme that was taken out, where the memo is about that already."""
    themes = list(queries.list_themes(study))
    themes += [theme] if theme is not None and theme not in themes else []
    opened = open_places_of(study)
    transcripts = [one for one in queries.list_transcripts(study) if one.id in opened]
    return MemoForm(branches=tree_of(themes), transcripts=transcripts, **begun)


def _form_page(study: Study, form: MemoForm, memo: Memo | None, *, status: int, now: Noted | None = None) -> Response:
    return render("coding/memo_form.html", status=status, study=study, form=form, memo=memo, now=now)


def _place_of(memo: Memo) -> str:
    """Where it is read: at its theme, or among those on the same transcript or study."""
    if memo.theme is not None and memo.theme.deleted_at is None:
        return url_for(".show_theme", theme_id=memo.theme_id, _anchor=f"memo-{memo.id}")
    return url_for(".list_memos", study_id=memo.study_id, _anchor=f"memo-{memo.id}")
