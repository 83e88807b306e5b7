"""Forms of the builder of schedules: fields and messages; they are told their choices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.instruments.model import Instrument, Question
from app.web.forms import CheckboxesField, Form, TextField, trimmed
from app.web.languages import _, later

MOST_OF_TEXT = 300
MOST_PROMPTS = 12


def a_line(label: str, refusal: str, most: int) -> TextField:
    """One line that must be filled in."""
    too_long = later("Use %(n)s characters or fewer", n=most)
    return TextField(label, [InputRequired(refusal), Length(max=most, message=too_long)])


class NewScheduleForm(Form):
    title = a_line(later("Title"), later("Enter a title"), 120)
    source = SelectField(later("Begin with"), default="", validate_choice=True)

    def __init__(self, *args: Any, sources: Mapping[str, Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = [SelectChoice(key, _("a copy of “%(title)s”", title=one.title)) for key, one in sources.items()]
        self.source.choices = [SelectChoice("", _("an empty schedule")), *copies]


class HeadForm(Form):
    title = a_line(later("Title"), later("Enter a title"), 120)
    audience = a_line(later("Who is asked"), later("Say who is asked"), 200)
    opening = TextAreaField(
        later("What is said before the first question"),
        [Optional(), Length(max=1500, message=later("Use 1,500 characters or fewer"))],
        default="",
    )
    reading_age = IntegerField(
        later("Reading age"),
        [
            InputRequired(later("Enter an age")),
            NumberRange(5, 20, message=later("Give an age between 5 and 20")),
        ],
    )

    def fill(self, draft: Instrument) -> Instrument:
        """The draft with what was typed at its head."""
        title, audience, opening = self.title.data or "", self.audience.data or "", self.opening.data or ""
        return replace(draft, title=title, audience=audience, opening=opening, reading_age=self.reading_age.data)


class SectionForm(Form):
    title = a_line(later("Title of the part"), later("Enter a title"), 120)


class QuestionForm(Form):
    text = a_line(later("Question"), later("Write the question"), MOST_OF_TEXT)
    prompts = TextAreaField(later("Prompts, one a line"), default="")
    meaning = RadioField(
        later("If you change its words: what does it ask then?"),
        [Optional()],
        choices=[
            SelectChoice("same", later("The same as before: its answers still line up with the earlier ones")),
            SelectChoice("new", later("Something else: it becomes a new question")),
        ],
    )

    @property
    def lines(self) -> list[str]:
        """The prompts."""
        typed = [trimmed(line) or "" for line in (self.prompts.data or "").splitlines()]
        return [line for line in typed if line]

    def validate_prompts(self, field: TextAreaField) -> None:
        if len(self.lines) > MOST_PROMPTS:
            raise ValidationError(later("Use %(n)s prompts or fewer", n=MOST_PROMPTS))
        if any(len(line) > MOST_OF_TEXT for line in self.lines):
            raise ValidationError(later("A prompt has %(n)s characters at most", n=MOST_OF_TEXT))


class ChooseForm(Form):
    ids = CheckboxesField(later("Questions"))

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.choices = [SelectChoice(one.id, one.text) for one in questions]

    def validate_ids(self, field: CheckboxesField) -> None:
        if not field.data:
            raise ValidationError(later("Tick at least one question"))
