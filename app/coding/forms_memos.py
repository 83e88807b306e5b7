"""The form of a memo: what it says, and what about."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from app.coding.memo_actions import MemoFields
from app.coding.models import Memo
from app.coding.tree import Branch
from app.interviews.texts import Transcript
from app.web.forms import Form, TextField
from app.web.languages import _, later

LONGEST = 20_000


class MemoForm(Form):
    title = TextField(
        later("Title"),
        [InputRequired(later("Enter a title")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    text = TextAreaField(
        later("Memo"),
        [InputRequired(later("Write the memo")), Length(max=LONGEST, message=later("Use 20,000 characters or fewer"))],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )
    about = SelectField(later("What it is about"), default="", coerce=lambda value: str(value or ""))
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(
        self, *args: Any, branches: Iterable[Branch], transcripts: Iterable[Transcript], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        themes = [(f"theme-{one.theme.id}", _("Theme: %(name)s", name=one.full_name)) for one in branches]
        talks = [(f"transcript-{one.id}", _("Transcript: %(title)s", title=one.interview.title)) for one in transcripts]
        offered = [("", _("The study as a whole")), *themes, *talks]
        self.about.choices = [SelectChoice(value, text) for value, text in offered]

    @property
    def fields(self) -> MemoFields:
        """What was typed."""
        kind, _dash, number = (self.about.data or "").partition("-")
        return MemoFields(
            title=self.title.data or "",
            text=self.text.data or "",
            theme_id=int(number) if kind == "theme" else None,
            transcript_id=int(number) if kind == "transcript" else None,
        )


def about_of(memo: Memo) -> str:
    """What it is about, as the form says it."""
    if memo.theme_id is not None:
        return f"theme-{memo.theme_id}"
    return "" if memo.transcript_id is None else f"transcript-{memo.transcript_id}"
