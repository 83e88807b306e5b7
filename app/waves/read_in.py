"""In which languages a survey was answered, as counts that passed the rule of small numbers; never of one pupil.

Like the table of responses, that of their languages belongs to the room above and is known here by its names alone.
Only waves that are over are counted: while answers come in, one more of a language would tell whose it is.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, column, func, select, table

from app.db import db
from app.disclosure import Released, Tier, Totals, release_counts
from app.instruments.languages import ENGLISH, LANGUAGES
from app.waves.models import Sitting, Survey, Wave
from app.waves.naming import wave_name
from app.waves.progress import responses
from app.web.filters import language_name
from app.web.languages import _

languages = table("response_languages", column("response_id"), column("language", String))
SEVERAL = "several"
Counts = dict[tuple[int, str], int]  # by wave and language


def of_survey(survey: Survey, day: date) -> Released | None:
    """Waves that are over, language by language; None before the first, and where all was read in English."""
    over = [wave for wave in survey.waves if wave.closes_on < day]
    return _released(over, _count(over), least=survey.least_outside, tier=Tier.T2)


def of_lesson(sitting: Sitting) -> Released | None:
    """The same of one lesson that has ended, by the threshold inside a school."""
    wave, counts = sitting.wave, _count([sitting.wave], sitting)
    return _released([wave], counts, least=wave.survey.least_in_school, tier=Tier.T1)


def _count(waves: Sequence[Wave], sitting: Sitting | None = None) -> Counts:
    """Responses that were begun and neither set aside nor taken back."""
    told = select(
        languages.c.response_id,
        func.count(languages.c.language.distinct()).label("n"),
        func.min(languages.c.language).label("language"),
    ).group_by(languages.c.response_id)
    one = told.subquery()
    found = select(responses.c.wave_id, one.c.n, one.c.language, func.count()).select_from(
        responses.outerjoin(one, one.c.response_id == responses.c.id)
    )
    mine = [responses.c.sitting_id == sitting.id] if sitting else []
    found = found.where(
        responses.c.wave_id.in_([wave.id for wave in waves]), responses.c.state.in_(("open", "finished")), *mine
    ).group_by(responses.c.wave_id, one.c.n, one.c.language)
    counts: Counts = {}
    for wave_id, n, language, size in db.session.execute(found):
        key = wave_id, ENGLISH if n is None else language if n == 1 else SEVERAL
        counts[key] = counts.get(key, 0) + size
    return counts


def _released(waves: Sequence[Wave], counts: Counts, *, least: int, tier: Tier) -> Released | None:
    met = {language for _, language in counts}
    if met <= {ENGLISH}:
        return None
    shown = [code for code in (*LANGUAGES, SEVERAL) if code in met | {ENGLISH}]
    numbers = [(wave_name(wave), [counts.get((wave.id, code), 0) for code in shown]) for wave in waves]
    headings = [language_name(code) if code in LANGUAGES else _("More than one") for code in shown]
    return release_counts(numbers, columns=headings, least=least, tier=tier, totals=Totals.ROWS)
