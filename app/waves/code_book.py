"""The code book of a survey: every variable of its answers with labels, values and what stands for a missing one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.instruments.kinds import KINDS
from app.instruments.model import NOT_ANSWERED, Instrument, Question, Scale
from app.instruments.scoring import MINIMUM_SHARE
from app.waves.models import Survey
from app.waves.naming import wave_name
from app.waves.queries import beside_of, instrument_of
from app.web.languages import _

HEADINGS = ("name", "form", "label", "values", "scored", "missing", "note")


@dataclass(frozen=True)
class Variable:
    """One line of the code book; `values` are what it may hold, `scored` what each counts in a scale."""

    name: str
    form: str
    label: str
    values: str
    scored: str = ""
    missing: str = ""
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of `HEADINGS`."""
        return tuple(str(getattr(self, name)) for name in HEADINGS)


def partial_rule() -> str:
    """When a response that was never finished counts."""
    return _(
        "A response is finished when its pupil pressed Finish. One that was begun and never finished is partial: it"
        " counts with the answers it has, from the day after its wave closed, and not before. Why it was not finished"
        " is not known. A response that was set aside, or whose pupil said no thank you, never counts."
    )


def variables_of(survey: Survey) -> list[Variable]:
    """What is known of each response first, then form by form the questions and the scales."""
    forms = [one for one in (instrument_of(survey), beside_of(survey)) if one]
    return [*_of_response(survey, forms), *(one for form in forms for one in _of_form(form))]


def _of_response(survey: Survey, forms: list[Instrument]) -> Iterator[Variable]:
    names = ", ".join(form.form for form in forms)
    waves = "; ".join(wave_name(wave) for wave in survey.waves)
    yield Variable("wave", names, _("In which wave the pupil answered"), waves)
    states = _("finished; partial")
    yield Variable("state", names, _("Whether the pupil pressed Finish"), states, note=partial_rule())
    files = "; ".join(f"{form.form} = {form.name} {form.version}" for form in forms)
    note = _("Two forms are two measures. They are compared only where somebody declared that they may be.")
    yield Variable("form", names, _("Which form the pupil answered"), files, note=note if len(forms) > 1 else "")


def _of_form(form: Instrument) -> Iterator[Variable]:
    yield from (_of_question(form, question) for question in form.questions)
    yield from (_of_scale(form, scale) for scale in form.scales)


def _of_question(form: Instrument, question: Question) -> Variable:
    column, kind = KINDS[question.kind].column(question), KINDS[question.kind]
    missing = {code: label for code, label in column.missing.items() if code in (NOT_ANSWERED, *kind.extra)}
    return Variable(
        column.name,
        form.form,
        column.label,
        _listed(column.labels),
        scored=_listed({code: str(value) for code, value in column.values.items()}),
        missing=_listed(missing),
        note=_("Turned round before it is scored") if question.reversed else "",
    )


def _of_scale(form: Instrument, scale: Scale) -> Variable:
    names = {"share": round(MINIMUM_SHARE * 100), "n": len(scale.question_ids)}
    return Variable(
        scale.id,
        form.form,
        f"{scale.title}. {scale.about}",
        _("0 to 100"),
        scored=", ".join(scale.question_ids),
        missing=_("empty = too few of its questions have a scored answer"),
        note=_("Mean of the scored answers, put on 0 to 100, if at least %(share)s %% of the %(n)s have one", **names),
    )


def _listed(labels: Mapping[str, str]) -> str:
    return "; ".join(f"{code} = {label}" for code, label in labels.items())
