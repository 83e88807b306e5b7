"""Pages of the names that a study hides: the list with proposals, and every place before anything is hidden."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.interviews import blueprint, hiding
from app.interviews.name_proposals import propose_names
from app.interviews.reading import readings_of
from app.interviews.text_forms import NameForm, PressForm
from app.interviews.texts import HiddenName
from app.interviews.views_transcript import note_look
from app.policy import Permission
from app.studies.models import Study
from app.studies.naming import look_at_names
from app.studies.queries import get_study, list_participants
from app.web.filters import number
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext

SHOWN = 300  # places on one page: somebody reads each of them


@blueprint.route("/studies/<int:study_id>/names", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=get_study)
def list_hidden_names(study: Study) -> Response:
    """The list, and names that may belong on it."""
    form = NameForm(data={"name": request.args.get("name", "")[:120], "put": request.args.get("put", "")[:50]})
    if form.validate_on_submit():
        try:
            hiding.add_name(study, current_actor(), name=form.name.data, put=form.put.data)
        except hiding.NameKnown:
            form.add_error("name", _("This name is on the list already"))
        except hiding.NoName:
            form.add_error("name", _("Enter a name with letters"))
        else:
            flash(_("The name is on the list. Next: look at its places and hide it there."), "success")
            return go_to(url_for(".list_hidden_names", study_id=study.id))
    people = look_at_names(study, list_participants(study), current_actor())
    return render(
        "interviews/names.html",
        status=422 if form.errors else 200,
        study=study,
        form=form,
        names=hiding.list_names(study),
        n_hidden=hiding.count_hidden(study),
        n_open=hiding.places_of(study, most=0)[1],
        proposals=propose_names(study, readings_of(study), people),
    )


@blueprint.route("/studies/<int:study_id>/names/places", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=get_study)
def hide_names(study: Study) -> Response:
    """Every place with the words around it; then all but those that were left are hidden."""
    if PressForm().validate_on_submit():
        n = hiding.hide(study, current_actor(), left=set(request.form.getlist("leave")), most=SHOWN)
        flash(ngettext("%(n)s place is hidden.", "%(n)s places are hidden.", n, n=number(n)), "success")
        return go_to(url_for(".list_hidden_names", study_id=study.id))
    places, n = hiding.places_of(study, most=SHOWN)
    for interview in dict.fromkeys(one.interview for one in places):
        note_look(interview)
    return render("interviews/name_places.html", study=study, places=places, n=n)


@blueprint.post("/hidden-names/<int:name_id>/again")
@requires(Permission.TRANSCRIPT_RAW, load=hiding.get_name)
def show_name_again(name: HiddenName) -> Response:
    """Undo: the name is read again, and its places are offered anew."""
    if not PressForm().validate_on_submit():
        abort(400)
    n = hiding.show_again(name, current_actor())
    flash(ngettext("%(n)s place can be read again.", "%(n)s places can be read again.", n, n=number(n)), "success")
    return go_to(url_for(".list_hidden_names", study_id=name.study_id))  # type: ignore[return-value]


@blueprint.post("/hidden-names/<int:name_id>/removal")
@requires(Permission.TRANSCRIPT_RAW, load=hiding.get_name)
def remove_hidden_name(name: HiddenName) -> Response:
    if not PressForm().validate_on_submit():
        abort(400)
    study_id = name.study_id
    hiding.remove_name(name, current_actor())
    flash(_("The name is off the list, and can be read again wherever it was hidden."), "success")
    return go_to(url_for(".list_hidden_names", study_id=study_id))  # type: ignore[return-value]
