"""In which languages a survey may be read, and a leader's yes to one that no speaker has reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit.actions import record
from app.db import db, now
from app.instruments.languages import ENGLISH, LANGUAGES, Language
from app.instruments.model import DRAFT, Instrument, Translation
from app.schools.models import School
from app.waves.models import LanguageOpening, Sitting, Survey
from app.waves.queries import beside_of, get_survey, instrument_of
from app.web.languages import are_screens_draft, later

STATES = {
    DRAFT: later("Draft: not reviewed by a speaker"),
    "reviewed": later("Reviewed by a speaker"),
    "back-translated": later("Reviewed, and put back into English"),
    "piloted": later("Reviewed, and tried with pupils"),
}


@dataclass(frozen=True)
class Place:
    """A school that holds lessons of a survey, and a language of one of its forms; `opening` is for today's words."""

    survey: Survey
    school: School
    form: Instrument
    translation: Translation
    noted: LanguageOpening | None

    @property
    def language(self) -> Language:
        return LANGUAGES[self.translation.language]

    @property
    def is_draft(self) -> bool:
        return is_draft(self.translation)

    @property
    def is_beside(self) -> bool:
        """True for the form beside the survey's own."""
        return is_beside(self.form, self.survey)

    @property
    def values(self) -> dict[str, Any]:
        """What the address of its page is made of."""
        ids = {"survey_id": self.survey.id, "school_id": self.school.id}
        return ids | {"language": self.language.code, "beside": self.is_beside}

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.school.school_ids

    @property
    def opening(self) -> LanguageOpening | None:
        return self.noted if self.noted and self.noted.digest == self.translation.digest else None

    @property
    def changed(self) -> bool:
        """True when somebody said yes to words that have changed since."""
        return self.noted is not None and self.opening is None


@dataclass(frozen=True)
class Line:
    """One language of one of a survey's forms, and where it is open."""

    form: Instrument
    language: Language
    state: str
    is_draft: bool
    places: tuple[Place, ...]


def overview_of(survey: Survey) -> list[Line]:
    """The languages but for English of each form that the survey has, in their order."""
    found = list(
        db.session.scalars(
            select(LanguageOpening)
            .where(LanguageOpening.survey_id == survey.id)
            .options(joinedload(LanguageOpening.opened_by))
        )
    )
    noted = {(one.school_id, one.language, one.beside): one for one in found}
    schools = schools_of(survey)
    lines = []
    for form in filter(None, (instrument_of(survey), beside_of(survey))):
        for language in translated(form):
            one, other = form.translations[language.code], is_beside(form, survey)
            places = tuple(
                Place(survey, school, form, one, noted.get((school.id, language.code, other))) for school in schools
            )
            lines.append(Line(form, language, state_of(one), is_draft(one), places))
    return lines


def is_beside(form: Instrument, survey: Survey) -> bool:
    """True for the form that stands beside the survey's own."""
    return (form.name, form.version) != (survey.instrument_name, survey.instrument_version)


def is_draft(translation: Translation) -> bool:
    """True when no speaker has reviewed the survey's words, or those of the screens around them."""
    return translation.is_draft or are_screens_draft(translation.language)


def state_of(translation: Translation) -> str:
    return str(STATES[DRAFT if is_draft(translation) else translation.status])


def translated(instrument: Instrument) -> list[Language]:
    """Languages that both the instrument and the pupils' screens have, but for the instrument's own."""
    return [language for code, language in LANGUAGES.items() if code in instrument.translations]


def schools_of(survey: Survey) -> list[School]:
    """Where its lessons are held: the hosts of its courses, and the schools asked."""
    schools = {course.host_school for course in survey.courses} | set(survey.schools)
    return sorted(schools, key=lambda school: school.name)


def get_place(survey_id: int, school_id: int, language: str, *, beside: bool = False) -> Place:
    """That language of a form in that school, or 404 where the survey has no lessons there or no such language."""
    places = (place for line in overview_of(get_survey(survey_id)) for place in line.places)
    asked = school_id, language, beside
    return next((p for p in places if (p.school.id, p.language.code, p.is_beside) == asked), None) or abort(404)


def offered_in(sitting: Sitting, instrument: Instrument) -> tuple[str, ...]:
    """Codes of the languages that a pupil in that lesson may choose, English first."""
    return offered_at(sitting.wave.survey, sitting.school_ids, instrument)


def offered_at(survey: Survey, school_ids: Sequence[int], instrument: Instrument) -> tuple[str, ...]:
    """The same for a lesson that one of these schools would hold."""
    yes = db.session.execute(
        select(LanguageOpening.language, LanguageOpening.digest).where(
            LanguageOpening.survey_id == survey.id, LanguageOpening.school_id.in_(school_ids)
        )
    ).all()
    opened = {(language, digest) for language, digest in yes}
    others = (instrument.translations[language.code] for language in translated(instrument))
    return (
        instrument.language,
        *(one.language for one in others if not is_draft(one) or (one.language, one.digest) in opened),
    )


def offered_anywhere() -> tuple[str, ...]:
    """Codes of the languages that some lesson has, English first: what is offered before we know whose lesson it is."""
    opened = {tuple(row) for row in db.session.execute(select(LanguageOpening.language, LanguageOpening.digest))}
    found = {
        one.language
        for instrument in current_app.extensions["instruments"].all()
        for one in instrument.translations.values()
        if not is_draft(one) or (one.language, one.digest) in opened
    }
    return tuple(code for code in LANGUAGES if code == ENGLISH or code in found)


def open_draft(place: Place, *, person_id: int) -> None:
    """The leader says yes. Saying it again, to new words or to the same, is saying it now."""
    opening = place.noted or LanguageOpening(
        survey_id=place.survey.id,
        school_id=place.school.id,
        language=place.language.code,
        beside=place.is_beside,
    )
    opening.digest, opening.opened_by_id, opening.opened_at = place.translation.digest, person_id, now()
    db.session.add(opening)
    _record("open language in draft", place, person_id)


def close_draft(place: Place, *, person_id: int) -> None:
    """The yes is taken back: whoever enters the codes from now on is shown English. Who is reading goes on reading."""
    if place.noted is not None:
        db.session.delete(place.noted)
        _record("close language in draft", place, person_id)


def _record(action: str, place: Place, person_id: int) -> None:
    record(
        action,
        person_id=person_id,
        subject=place.survey,
        school_id=place.school.id,
        language=place.language.code,
        digest=place.translation.digest,
    )
