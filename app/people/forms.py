"""Forms of the people feature. Passwords are taken exactly as typed."""

from collections.abc import Iterable
from typing import Any

from wtforms import PasswordField
from wtforms.validators import Email, InputRequired, Length, ValidationError

from app.people.guessing import why_refused
from app.web.forms import Form, TextField
from app.web.languages import later

MOST_TYPED = 1000
NAME = [InputRequired(later("Enter a name")), Length(max=120, message=later("Use 120 characters or fewer"))]


class SignInForm(Form):
    """E-mail address and password. It refuses nothing but empty fields: the answer must not tell what exists."""

    email = TextField(
        later("E-mail address"),
        [InputRequired(later("Enter your e-mail address")), Length(max=MOST_TYPED, message=later("That is too long"))],
    )
    password = PasswordField(
        later("Password"),
        [InputRequired(later("Enter your password")), Length(max=MOST_TYPED, message=later("That is too long"))],
    )


class CodeForm(Form):
    """The second step: a code of the app, or one of the recovery codes."""

    code = TextField(
        later("Code"),
        [InputRequired(later("Enter the code")), Length(max=40, message=later("Codes are shorter than that"))],
    )


class NameForm(Form):
    """The name colleagues see."""

    name = TextField(later("Your name"), NAME, description=later("As colleagues know you."))


class ConfirmForm(Form):
    """The present password, asked again before a change that matters."""

    present = PasswordField(
        later("Your present password"),
        [InputRequired(later("Enter your password")), Length(max=MOST_TYPED, message=later("That is too long"))],
    )


class ChoosesPassword(Form):
    """A form with a new password, which may not be guessed from what it is `about`: the person's name and address."""

    password = PasswordField(
        later("New password"),
        [InputRequired(later("Enter a new password"))],
        description=later(
            "12 characters or more. Three or four words that have nothing to do with each other work well."
        ),
    )

    def __init__(self, *args: Any, about: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = tuple(about)

    def validate_password(self, field: PasswordField) -> None:
        typed_name = self["name"].data if "name" in self else ""
        sentence = why_refused(field.data or "", about=(*self.about, typed_name or ""))
        if sentence:
            raise ValidationError(sentence)


class NewPasswordForm(ChoosesPassword):
    """Change one's own password."""

    present = PasswordField(
        later("Your present password"),
        [InputRequired(later("Enter your password")), Length(max=MOST_TYPED, message=later("That is too long"))],
    )


class ResetForm(ChoosesPassword):
    """Set a password by a link."""


class JoinForm(ChoosesPassword):
    """Make the account that an invitation promised."""

    name = TextField(later("Your name"), NAME, description=later("As colleagues know you."))


class TwoStepForm(ConfirmForm):
    """Turn the second step on: the first code proves that the phone has the secret."""

    code = TextField(
        later("Code from the app"),
        [InputRequired(later("Enter the code")), Length(max=40, message=later("Codes are shorter than that"))],
    )


class InviteForm(Form):
    """Invite an administrator."""

    name = TextField(later("Name"), NAME)
    email = TextField(
        later("E-mail address"),
        [
            InputRequired(later("Enter an e-mail address")),
            Length(max=254, message=later("Use 254 characters or fewer")),
            Email(later("Enter an address like name@school.example")),
        ],
    )
