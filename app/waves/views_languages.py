"""Pages of languages: a translation beside its original, and a leader's yes or no to one in draft."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.instruments.load import UnknownInstrument
from app.instruments.model import texts_of
from app.policy import Permission
from app.waves import blueprint, languages, queries
from app.waves.languages import Place
from app.web.errors import refuse
from app.web.filters import language_name
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _

OF_OWN_FORM = "/surveys/<int:survey_id>/schools/<int:school_id>/languages/<string:language>"
OF_OTHER_FORM = "/surveys/<int:survey_id>/schools/<int:school_id>/other-form/languages/<string:language>"


@blueprint.get("/instruments/<string:name>/<string:version>/<string:language>")
@requires(Permission.INSTRUMENT_READ)
def show_translation(name: str, version: str, language: str) -> Response:
    """What pupils read, in English and in the other language, side by side."""
    try:
        instrument = queries.get_instrument(name, version)
    except UnknownInstrument:
        abort(404)
    known = {one.code: one for one in languages.translated(instrument)}
    if language not in known:
        abort(404)
    translation = instrument.translations[language]
    return render(
        "waves/translation.html",
        instrument=instrument,
        tongue=known[language],
        state=languages.state_of(translation),
        is_draft=languages.is_draft(translation),
        texts=[(text, translation.texts[key]) for key, text in texts_of(instrument).items()],
    )


@blueprint.get(OF_OWN_FORM, defaults={"beside": False})
@blueprint.get(OF_OTHER_FORM, defaults={"beside": True})
@requires(Permission.LANGUAGE_OPEN, load=languages.get_place)
def decide_language(place: Place) -> Response:
    return render("waves/language.html", place=place)


@blueprint.post(OF_OWN_FORM, defaults={"beside": False})
@blueprint.post(OF_OTHER_FORM, defaults={"beside": True})
@requires(Permission.LANGUAGE_OPEN, load=languages.get_place)
def open_language(place: Place) -> Response:
    if not place.is_draft:
        raise refuse(409, _("A speaker has reviewed this language. Pupils are offered it without more ado."))
    names = {"language": language_name(place.language.code), "school": place.school.name}
    if request.form.get("open") == "yes":
        languages.open_draft(place, person_id=current_actor().id)
        flash(_("Pupils in lessons of %(school)s may now choose %(language)s.", **names), "success")
    else:
        languages.close_draft(place, person_id=current_actor().id)
        flash(_("%(language)s is no longer offered to whoever enters a lesson of %(school)s.", **names), "success")
    return go_to(url_for(".show_survey", survey_id=place.survey.id))
