"""Forms of the waves feature. The plan of a survey is one page; a wave is one row of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.instruments.model import Instrument
from app.schools.models import Course, School
from app.waves.models import Survey, WaveKind
from app.waves.naming import WAVE_NAMES
from app.waves.planning import (
    FLOORS,
    Plan,
    PlannedWave,
    can_stand_beside,
    find_faults,
    find_strange_days,
    short_gaps,
    suggest_waves,
)
from app.web.filters import today
from app.web.forms import CheckboxesField, DayField, Form, TextField, whole
from app.web.languages import _, later, ngettext

MOST_WAVES = 12
MOST_PUPILS = 100
KINDS = {str(kind) for kind in WaveKind}


class LeaveEmpty(Optional):
    """A field that may be empty without being called optional: whether it may is the row's affair."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


class WaveForm(PlainForm):
    """One row: without a kind it is no wave, whatever else it holds."""

    wave_id = HiddenField()
    kind = SelectField(
        later("Wave"),
        choices=[SelectChoice("", later("No wave")), *(SelectChoice(kind, WAVE_NAMES[kind]) for kind in WaveKind)],
    )
    opens_on = DayField(later("First day"), [LeaveEmpty()])
    closes_on = DayField(later("Last day"), [LeaveEmpty()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.kind.errors:
            self.kind.errors = [_("Choose one of these waves")]
        if not self.kind.data:
            for field in (self.opens_on, self.closes_on):
                field.errors = []
            return True
        return self._has_days() and good

    def _has_days(self) -> bool:
        missing = _("Enter the first day of this wave"), _("Enter the last day of this wave")
        for field, sentence in zip((self.opens_on, self.closes_on), missing, strict=True):
            if field.data is None and not field.errors:
                field.errors = [sentence]
        first, last = self.opens_on.data, self.closes_on.data
        if first and last and last < first:
            self.closes_on.errors = [_("The last day can't be before the first day")]
        elif first and last:
            for name, sentence in find_strange_days(first, last, today=today()).items():
                self[name].errors = [sentence]
        return not (self.opens_on.errors or self.closes_on.errors)

    @property
    def wave(self) -> PlannedWave | None:
        """The wave the row describes, if it does."""
        if self.kind.data not in KINDS or not (self.opens_on.data and self.closes_on.data):
            return None
        if self.closes_on.data < self.opens_on.data:
            return None
        if find_strange_days(self.opens_on.data, self.closes_on.data, today=today()):
            return None
        number = self.wave_id.data or ""
        return PlannedWave(WaveKind(self.kind.data), self.opens_on.data, self.closes_on.data, whole(number))


def _least(label: Any, name: str) -> IntegerField:
    floor = FLOORS[name]
    return IntegerField(
        label,
        [
            InputRequired(later("Enter a number of pupils, %(least)s or more", least=floor)),
            NumberRange(
                floor, MOST_PUPILS, later("Enter a number from %(least)s to %(most)s", least=floor, most=MOST_PUPILS)
            ),
        ],
        default=floor,
    )


class PlanForm(Form):
    """The plan of a survey, told which instruments, courses and schools there are to choose from."""

    title = TextField(
        later("What is it called?"),
        [InputRequired(later("Give the survey a name")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    instrument = RadioField(later("Which survey?"), [InputRequired(later("Choose a survey"))])
    beside = RadioField(later("May some pupils sit another form?"), default="")
    courses = CheckboxesField(later("Courses whose pupils are asked"), coerce=int)
    schools = CheckboxesField(later("Schools all of whose pupils are asked"), coerce=int)
    waves = FieldList(FormField(WaveForm, later("Wave")), later("Waves"), max_entries=MOST_WAVES)
    teachers_see_profiles = RadioField(
        later("May teachers of a course see the scores of each of their pupils?"),
        choices=[SelectChoice("yes", later("Yes, scores but never single answers")), SelectChoice("no", later("No"))],
        default="yes",
    )
    pastoral_sees_profiles = RadioField(
        later("May the pastoral lead of a school see the scores of each pupil of that school?"),
        choices=[SelectChoice("yes", later("Yes, scores but never single answers")), SelectChoice("no", later("No"))],
        default="no",
    )
    help_contact = TextField(
        later("Whom can a pupil talk to?"), [Length(max=200, message=later("Use 200 characters or fewer"))]
    )
    least_in_school = _least(later("Smallest group shown inside a school"), "least_in_school")
    least_outside = _least(later("Smallest group shown outside the school"), "least_outside")
    least_in_public = _least(later("Smallest group shown in public"), "least_in_public")
    confirmed = BooleanField(later("I know that the time between is short. Plan it all the same"))

    def __init__(
        self,
        *args: Any,
        instruments: Sequence[Instrument],
        courses: Sequence[Course],
        schools: Sequence[School],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._instruments = {value_of(one): one for one in instruments}
        self._courses = {one.id: one for one in courses}
        self._schools = {one.id: one for one in schools}
        self.instrument.choices = [SelectChoice(value, name_of(one)) for value, one in self._instruments.items()]
        others = [SelectChoice(value, name_of(one)) for value, one in self._instruments.items()]
        self.beside.choices = [SelectChoice("", _("No, everybody sits the same")), *others]
        self.courses.choices = [SelectChoice(str(one.id), _course_at_school(one)) for one in courses]
        self.schools.choices = [SelectChoice(str(one.id), one.name) for one in schools]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return (
            self._has_fitting_forms()
            and self._asks_somebody()
            and self._has_growing_groups()
            and self._has_good_waves()
            and good
        )

    def _has_fitting_forms(self) -> bool:
        own, other = self._instruments.get(self.instrument.data or ""), self._instruments.get(self.beside.data or "")
        if own and other and not can_stand_beside(own, other):
            self.add_error("beside", _("Choose another form of the same survey, with the same scales"))
            return False
        return True

    def _asks_somebody(self) -> bool:
        if not self.courses.data and not self.schools.data:
            self.add_error("courses" if self._courses else "schools", _("Choose at least one course or school"))
            return False
        return True

    def _has_growing_groups(self) -> bool:
        sizes = [self[name].data for name in FLOORS]
        if None not in sizes and sizes != sorted(sizes):
            self.add_error("least_in_public", _("Groups must not become smaller as more people look on"))
            return False
        return True

    def _has_good_waves(self) -> bool:
        if any(row.errors for row in self.waves):
            return False
        faults = find_faults(self.planned_waves)
        self.form_errors.extend(faults)
        if not faults and self.gaps and not self.confirmed.data:
            self.add_error("confirmed", _("The time between two waves is short: look at the dates, or confirm"))
            return False
        return not faults

    @property
    def planned_waves(self) -> list[PlannedWave]:
        """Rows that are whole waves."""
        return [row.form.wave for row in self.waves if row.form.wave]

    @property
    def gaps(self) -> list[tuple[PlannedWave, PlannedWave, int]]:
        """Neighbouring waves that are close."""
        return short_gaps(self.planned_waves)

    @property
    def plan(self) -> Plan:
        """What the form says; whole once it is valid, as far as it goes before."""
        first = next(iter(self._instruments.values()))
        sizes = {name: max(self[name].data or floor, floor) for name, floor in FLOORS.items()}
        return Plan(
            title=self.title.data or "",
            instrument=self._instruments.get(self.instrument.data or "", first),
            courses=[self._courses[one] for one in self.courses.data or () if one in self._courses],
            schools=[self._schools[one] for one in self.schools.data or () if one in self._schools],
            waves=self.planned_waves,
            teachers_see_profiles=self.teachers_see_profiles.data == "yes",
            pastoral_sees_profiles=self.pastoral_sees_profiles.data == "yes",
            help_contact=self.help_contact.data or "",
            beside=self._instruments.get(self.beside.data or ""),
            **sizes,
        )

    def refuse_locked(self, locks: dict[str, str]) -> None:
        """Say beside each field why it can no longer change."""
        for name, sentence in locks.items():
            if name == "waves":
                self.form_errors.append(sentence)
            else:
                self.add_error(name, sentence)

    def add_row(self) -> None:
        """One more empty row for a wave, as long as there is room."""
        if len(self.waves) < MOST_WAVES:
            self.waves.append_entry()


def value_of(instrument: Instrument) -> str:
    """How the form names an instrument."""
    return f"{instrument.name}/{instrument.version}"


def name_of(instrument: Instrument) -> str:
    """How a person names it."""
    return ngettext(
        "%(title)s, form %(form)s: %(num)s statement",
        "%(title)s, form %(form)s: %(num)s statements",
        len(instrument.questions),
        title=instrument.title,
        form=instrument.form,
    )


def _course_at_school(course: Course) -> str:
    return _("%(course)s, at %(school)s", course=course.title, school=course.host_school.name)


def first_values(day: date, instruments: Sequence[Instrument], courses: Sequence[Course]) -> dict[str, Any]:
    """Defaults with which most surveys can be planned as they are: all running courses, before and after."""
    running = [course for course in courses if course.starts_on <= day <= course.ends_on]
    return {
        "title": _("Before and after, %(year)s", year=day.year),
        "instrument": value_of(instruments[0]) if instruments else None,
        "courses": [course.id for course in running],
        "waves": [_row(wave) for wave in suggest_waves(day, running)],
    }


def values_of(survey: Survey) -> dict[str, Any]:
    """The plan of a survey as the form shows it."""
    waves = [PlannedWave(WaveKind(one.kind), one.opens_on, one.closes_on, one.id) for one in survey.waves]
    return {
        "title": survey.title,
        "instrument": f"{survey.instrument_name}/{survey.instrument_version}",
        "beside": f"{survey.beside_name}/{survey.beside_version}" if survey.beside_digest else "",
        "courses": [course.id for course in survey.courses],
        "schools": [school.id for school in survey.schools],
        "waves": [_row(wave) for wave in waves],
        "teachers_see_profiles": "yes" if survey.teachers_see_profiles else "no",
        "pastoral_sees_profiles": "yes" if survey.pastoral_sees_profiles else "no",
        "help_contact": survey.help_contact,
        **{name: getattr(survey, name) for name in FLOORS},
    }


def _row(wave: PlannedWave) -> dict[str, Any]:
    return {"wave_id": str(wave.id or ""), "kind": wave.kind, "opens_on": wave.opens_on, "closes_on": wave.closes_on}
