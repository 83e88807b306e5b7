"""Pages of languages: a translation beside its original, and a leader's yes or no to one in draft."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.instruments.load import UnknownInstrument
from app.instruments.model import texts_of
from app.policy import Permission
from app.waves import blueprint, languages, queries
from app.waves.languages import Place
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render


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
        language=known[language],
        state=languages.state_of(translation),
        is_draft=languages.is_draft(translation),
        texts=[(text, translation.texts[key]) for key, text in texts_of(instrument).items()],
    )


@blueprint.get("/surveys/<int:survey_id>/schools/<int:school_id>/languages/<string:language>")
@requires(Permission.LANGUAGE_OPEN, load=languages.get_place)
def decide_language(place: Place) -> Response:
    return render("waves/language.html", place=place, instrument=queries.instrument_of(place.survey))


@blueprint.post("/surveys/<int:survey_id>/schools/<int:school_id>/languages/<string:language>")
@requires(Permission.LANGUAGE_OPEN, load=languages.get_place)
def open_language(place: Place) -> Response:
    if not place.is_draft:
        raise refuse(409, "A speaker has reviewed this language. Pupils are offered it without more ado.")
    if request.form.get("open") == "yes":
        languages.open_draft(place, person_id=current_actor().id)
        flash(f"Pupils in lessons of {place.school.name} may now choose {place.language.english}.", "success")
    else:
        languages.close_draft(place, person_id=current_actor().id)
        flash(f"{place.language.english} is no longer offered in lessons of {place.school.name}.", "success")
    return go_to(url_for(".show_survey", survey_id=place.survey.id))
