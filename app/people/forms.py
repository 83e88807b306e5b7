"""Forms of the people feature. Passwords are taken exactly as typed."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from app.web.forms import Form, TextField

MOST_TYPED = 1000


class SignInForm(Form):
    """E-mail address and password. It refuses nothing but empty fields: the answer must not tell what exists."""

    email = TextField("E-mail address", [InputRequired("Enter your e-mail address"), Length(max=MOST_TYPED)])
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=MOST_TYPED)])


class CodeForm(Form):
    """The second step: a code of the app, or one of the recovery codes."""

    code = TextField("Code", [InputRequired("Enter the code"), Length(max=40, message="Codes are shorter than that")])
