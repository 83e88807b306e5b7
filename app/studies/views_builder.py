"""Pages on which a partnership writes a draft of its own schedule: its head, its parts, its questions."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.instruments.model import Instrument, Question, Section
from app.instruments.problems import Problem
from app.policy import Permission
from app.studies import authoring, blueprint, drafts
from app.studies.drafts import NoSuchPart
from app.studies.forms_people import ConfirmForm
from app.studies.forms_schedules import ChooseForm, HeadForm, QuestionForm, SectionForm
from app.studies.models import OwnSchedule
from app.studies.views_schedules import get_draft
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

STEPS = {"up": -1, "down": 1}
PLAINER = {
    "Add “sections:” with at least one part.": later("It has no part yet."),
    "Add “questions:” with at least one part.": later("This part has no question yet."),
}
"""What the checker says to those who write files, for those who write here."""


@dataclass(frozen=True)
class PartOf:
    """A section or a question of a draft, by its id."""

    own: OwnSchedule
    draft: Instrument
    id: str

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.own.partnership_ids

    @property
    def section(self) -> Section:
        return drafts.section_of(self.draft, self.id)

    @property
    def question(self) -> Question:
        return drafts.question_of(self.draft, self.id)


def get_section(schedule_id: int, section: str) -> PartOf:
    return _get_part(schedule_id, section, drafts.section_of)


def get_question(schedule_id: int, question: str) -> PartOf:
    return _get_part(schedule_id, question, drafts.question_of)


def _get_part(schedule_id: int, id: str, find: Callable[[Instrument, str], object]) -> PartOf:
    own = get_draft(schedule_id)
    draft = drafts.read_draft(own.text)
    try:
        find(draft, id)
    except NoSuchPart:
        abort(404)
    return PartOf(own, draft, id)


@blueprint.get("/own-schedules/<int:schedule_id>/draft")
@requires(Permission.SCHEDULE_EDIT, load=get_draft)
def write_schedule(own: OwnSchedule) -> Response:
    """The whole draft, with what the checker says beside what it is about."""
    draft, said = drafts.read_draft(own.text), _said(authoring.problems_of(own))
    parts = {f"{kind} {one.id}" for kind, ones in _parts(draft).items() for one in ones}
    general = [one for place, ones in said.items() if place not in parts for one in ones]
    is_ready = not any(one.severity == "problem" for ones in said.values() for one in ones)
    return render("studies/builder.html", own=own, draft=draft, said=said, general=general, is_ready=is_ready)


def _parts(draft: Instrument) -> dict[str, tuple[Section, ...] | tuple[Question, ...]]:
    return {"section": draft.sections, "question": draft.questions}


def _said(problems: list[Problem]) -> dict[str, list[Problem]]:
    by_place: defaultdict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        by_place[one.place].append(replace(one, sentence=str(PLAINER.get(one.sentence, one.sentence))))
    return dict(by_place)


@blueprint.route("/own-schedules/<int:schedule_id>/head", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_draft)
def edit_head(own: OwnSchedule) -> Response:
    form = HeadForm(obj=drafts.read_draft(own.text))
    if form.validate_on_submit():
        _change(own, form.fill)
        return _back(own)
    return render("studies/schedule_head.html", status=422 if form.errors else 200, form=form, own=own)


@blueprint.route("/own-schedules/<int:schedule_id>/sections/new", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_draft)
def add_section(own: OwnSchedule) -> Response:
    form = SectionForm()
    if form.validate_on_submit():
        _change(own, partial(drafts.add_section, title=form.title.data))
        return _back(own)
    return render("studies/section_form.html", status=422 if form.errors else 200, form=form, own=own, section=None)


@blueprint.route("/own-schedules/<int:schedule_id>/sections/<string:section>/edit", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_section)
def edit_section(part: PartOf) -> Response:
    form = SectionForm(obj=part.section)
    if form.validate_on_submit():
        _change(part.own, partial(drafts.rename_section, id=part.id, title=form.title.data))
        return _back(part.own, f"part-{part.id}")
    status = 422 if form.errors else 200
    return render("studies/section_form.html", status=status, form=form, own=part.own, section=part.section)


@blueprint.post("/own-schedules/<int:schedule_id>/sections/<string:section>/move")
@requires(Permission.SCHEDULE_EDIT, load=get_section)
def move_section(part: PartOf) -> Response:
    _change(part.own, partial(drafts.move_section, id=part.id, step=_step()))
    return _back(part.own, f"part-{part.id}")


@blueprint.route("/own-schedules/<int:schedule_id>/sections/<string:section>/remove", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_section)
def remove_section(part: PartOf) -> Response:
    if ConfirmForm().validate_on_submit():
        _change(part.own, partial(drafts.remove_section, id=part.id))
        return _back(part.own)
    title = _("Remove the part “%(title)s”?", title=part.section.title)
    return _ask(part, title, _("Its questions go with it. Published versions stay as they are."))


@blueprint.route("/own-schedules/<int:schedule_id>/sections/<string:section>/questions/new", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_section)
def add_question(part: PartOf) -> Response:
    form = QuestionForm()
    if form.validate_on_submit():
        id = drafts.id_for(form.text.data, authoring.ids_taken(part.own))
        new = drafts.write_question(id, form.text.data, form.lines)
        _change(part.own, partial(drafts.add_questions, section_id=part.id, questions=[new]))
        return _back(part.own, f"question-{id}")
    status = 422 if form.errors else 200
    return render("studies/question_form.html", status=status, form=form, own=part.own, part=part.section, asks=False)


@blueprint.route("/own-schedules/<int:schedule_id>/sections/<string:section>/questions/choose", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_section)
def choose_questions(part: PartOf) -> Response:
    """Take questions over with their ids and words, so that their answers line up."""
    there = {one.id for one in part.draft.questions}
    known = authoring.questions_known(part.own.partnership_id)
    offered = {id: one for id, one in known.items() if id not in there}
    form = ChooseForm(questions=list(offered.values()))
    if form.validate_on_submit():
        chosen = [offered[id] for id in form.ids.data]
        _change(part.own, partial(drafts.add_questions, section_id=part.id, questions=chosen))
        return _back(part.own, f"part-{part.id}")
    status = 422 if form.errors else 200
    return render("studies/questions_choose.html", status=status, form=form, part=part, n_offered=len(offered))


@blueprint.route("/own-schedules/<int:schedule_id>/questions/<string:question>/edit", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_question)
def edit_question(part: PartOf) -> Response:
    """Where others were asked this question and its words change, the writer says whether it still asks the same."""
    old, asks = part.question, part.id in authoring.questions_known(part.own.partnership_id)
    form = QuestionForm(data={"text": old.text, "prompts": "\n".join(old.prompts)})
    if form.validate_on_submit():
        changes = asks and form.text.data != old.text
        if not changes or form.meaning.data:
            id = old.id
            if changes and form.meaning.data == "new":
                id = drafts.id_for(form.text.data, authoring.ids_taken(part.own))
            new = replace(old, id=id, text=form.text.data, prompts=tuple(form.lines))
            _change(part.own, partial(drafts.edit_question, id=old.id, question=new))
            return _back(part.own, f"question-{id}")
        form.add_error("meaning", _("Say whether it still asks the same"))
    status = 422 if form.errors else 200
    return render("studies/question_form.html", status=status, form=form, own=part.own, part=None, asks=asks)


@blueprint.post("/own-schedules/<int:schedule_id>/questions/<string:question>/move")
@requires(Permission.SCHEDULE_EDIT, load=get_question)
def move_question(part: PartOf) -> Response:
    _change(part.own, partial(drafts.move_question, id=part.id, step=_step()))
    return _back(part.own, f"question-{part.id}")


@blueprint.route("/own-schedules/<int:schedule_id>/questions/<string:question>/remove", methods=["GET", "POST"])
@requires(Permission.SCHEDULE_EDIT, load=get_question)
def remove_question(part: PartOf) -> Response:
    if ConfirmForm().validate_on_submit():
        _change(part.own, partial(drafts.remove_question, id=part.id))
        return _back(part.own)
    return _ask(part, _("Remove this question?"), part.question.text)


def _change(own: OwnSchedule, step: Callable[[Instrument], Instrument]) -> None:
    try:
        authoring.change(own, current_actor(), step)
    except NoSuchPart:
        flash(_("Somebody else has removed this meanwhile, so nothing was changed."), "error")


def _step() -> int:
    """Up or down, as the button says."""
    return STEPS.get(request.form.get("to", "")) or abort(400)


def _back(own: OwnSchedule, anchor: str = "") -> Response:
    return go_to(url_for(".write_schedule", schedule_id=own.id, _anchor=anchor or None))


def _ask(part: PartOf, title: str, text: str) -> Response:
    back = url_for(".write_schedule", schedule_id=part.own.id)
    return render("studies/confirm.html", title=title, text=text, button=_("Remove"), look="warning", back_url=back)
