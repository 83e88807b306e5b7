"""Forms of the code book: fields and messages; they are told their choices."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.coding.book import ThemeFields
from app.coding.colours import PALETTE
from app.coding.tree import Branch
from app.web.forms import Form, TextField
from app.web.languages import _, later

SHORTER = later("Use 1,000 characters or fewer")


def _id_or_none(value: Any) -> str:
    return str(value or "")


class ThemeForm(Form):
    name = TextField(
        later("Name"),
        [InputRequired(later("Enter a name")), Length(max=80, message=later("Use 80 characters or fewer"))],
    )
    definition = TextAreaField(later("What it means"), [Optional(), Length(max=1000, message=SHORTER)], default="")
    example = TextAreaField(later("An example"), [Optional(), Length(max=1000, message=SHORTER)], default="")
    parent_id = SelectField(later("It stands under"), default="", coerce=_id_or_none)
    colour = RadioField(later("Colour"), default="", coerce=_id_or_none, validate_choice=False)
    is_heading = BooleanField(later("It is a heading only: nothing is marked with it"))
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(self, *args: Any, branches: Iterable[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = [SelectChoice(str(one.theme.id), one.full_name) for one in branches]
        self.parent_id.choices = [SelectChoice("", _("Nothing: it stands at the top")), *above]
        self.colour.choices = [SelectChoice(code, str(name)) for code, name in PALETTE.items()]

    @property
    def fields(self) -> ThemeFields:
        """What was typed. A colour of another tool's stays as long as none of ours is chosen."""
        return ThemeFields(
            name=self.name.data or "",
            definition=self.definition.data or "",
            example=self.example.data or "",
            colour=self.colour.data if self.colour.data in PALETTE else "",
            is_codable=not self.is_heading.data,
            parent_id=int(self.parent_id.data) if self.parent_id.data else None,
        )


class RemoveForm(Form):
    into_id = SelectField(later("What becomes of its passages"), default="", coerce=_id_or_none)
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(self, *args: Any, branches: Iterable[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [one for one in branches if one.theme.is_codable]
        into = [SelectChoice(str(one.theme.id), _("Mark them with “%(name)s”", name=one.full_name)) for one in themes]
        self.into_id.choices = [SelectChoice("", _("Take the theme off them")), *into]
