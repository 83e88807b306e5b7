"""Forms of transcripts: fields and messages; they are told their choices."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.instruments.model import Instrument
from app.web.forms import Form, TextField
from app.web.languages import _, later


class FileForm(Form):
    file = FileField(later("Transcript"), [FileRequired(later("Choose a file"))])


class PressForm(Form):
    """Nothing but a token: the person presses the button."""


def speakers_form(labels: Sequence[str], choices: Sequence[tuple[str, str]], proposed: Sequence[str]) -> Any:
    """One select for each label: who it is."""
    fields = {
        f"speaker_{at}": SelectField(label, choices=[SelectChoice(*one) for one in choices])
        for at, label in enumerate(labels)
    }
    form_class = type("SpeakersForm", (Form,), fields)
    return form_class(data={f"speaker_{at}": value for at, value in enumerate(proposed)})


def chosen_in(form: Any, n_labels: int) -> list[str]:
    """What was chosen for each label, in their order."""
    return [form[f"speaker_{at}"].data for at in range(n_labels)]


def question_choices(schedule: Instrument | None, none: str) -> list[SelectChoice]:
    """The schedule's questions, and none."""
    questions = schedule.questions if schedule else ()
    return [SelectChoice("", none), *(SelectChoice(one.id, one.text) for one in questions)]


def questions_form(turns: Sequence[int], schedule: Instrument | None, proposed: dict[int, str]) -> Any:
    """One select for each of these turns: the question that it asks."""
    choices = question_choices(schedule, _("No question of the schedule"))
    fields = {f"turn_{at}": SelectField(_("Question that turn %(n)s asks", n=at + 1), choices=choices) for at in turns}
    form_class = type("QuestionsForm", (Form,), fields)
    return form_class(data={f"turn_{at}": proposed.get(at, "") for at in turns})


def asked_in(form: Any, turns: Sequence[int]) -> dict[int, str]:
    """Turn, from 0, to the question it asks, where it asks one."""
    return {at: form[f"turn_{at}"].data for at in turns if form[f"turn_{at}"].data}


class TurnForm(Form):
    """Whose a turn is, and which question it is under."""

    speaker = SelectField(later("Who speaks"))
    question_id = SelectField(later("Question"))
    and_on = BooleanField(later("Put the answers that follow under this question, too"))

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], schedule: Instrument | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speaker.choices = [SelectChoice(*one) for one in people]
        self.question_id.choices = question_choices(schedule, _("No question of the schedule"))


class WordsForm(Form):
    """What was said in a turn, to be put right. The version tells whether the page is old."""

    words = TextAreaField(later("What was said"), [InputRequired(later("Enter what was said"))])
    version = HiddenField()


class NameForm(Form):
    """A name to hide, and what is read instead."""

    name = TextField(
        later("Name"),
        [InputRequired(later("Enter a name")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    put = TextField(
        later("Read instead"),
        [
            InputRequired(later("Enter what is read instead")),
            Length(max=50, message=later("Use 50 characters or fewer")),
        ],
    )
