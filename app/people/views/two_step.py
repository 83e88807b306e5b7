"""Setting up the second step of signing in, new recovery codes, and turning it off."""

import base64

from flask import flash, request, session, url_for
from werkzeug.wrappers import Response

from app.db import vault
from app.people import actions, blueprint, queries, two_step
from app.people.forms import ConfirmForm, TwoStepForm
from app.people.models import Person
from app.people.session import begin
from app.people.views.account import NOT_YOURS, own_account, password_is_right
from app.policy import Permission
from app.web.guard import requires
from app.web.htmx import go_to, render
from app.web.languages import _, later
from app.web.qr import qr_svg

WRONG_CODE = later("That is not the code the app shows now. Check the clock of your phone and try the next code")
PLACE = "session.new_secret"


@blueprint.get("/account/two-step")
@requires(Permission.ACCOUNT_USE, load=own_account)
def show_two_step(person: Person) -> Response:
    if person.otp_secret:
        return _state_page(person, ConfirmForm(formdata=None))
    return _set_up_page(person, TwoStepForm(formdata=None))


@blueprint.post("/account/two-step")
@requires(Permission.ACCOUNT_USE, load=own_account)
def turn_on_two_step(person: Person) -> Response:
    if person.otp_secret:
        return go_to(url_for(".show_two_step"))
    form, secret = TwoStepForm(), _offered_secret()
    if not form.validate():
        return _set_up_page(person, form)
    if not password_is_right(person, form.present.data):
        form.add_error("present", NOT_YOURS)
        return _set_up_page(person, form)
    step = two_step.step_of(secret, form.code.data or "")
    if step is None:
        form.add_error("code", WRONG_CODE)
        return _set_up_page(person, form)
    codes = actions.turn_on_two_step(person, secret, step=step)
    begin(session, person)
    return _codes_page(codes)


@blueprint.post("/account/two-step/recovery-codes")
@requires(Permission.ACCOUNT_USE, load=own_account)
def make_recovery_codes(person: Person) -> Response:
    form = ConfirmForm()
    if not person.otp_secret:
        return go_to(url_for(".show_two_step"))
    if not _confirmed(person, form):
        return _state_page(person, form)
    return _codes_page(actions.make_recovery_codes(person))


@blueprint.post("/account/two-step/removal")
@requires(Permission.ACCOUNT_USE, load=own_account)
def turn_off_two_step(person: Person) -> Response:
    form = ConfirmForm()
    if not _confirmed(person, form):
        return _state_page(person, form)
    actions.turn_off_two_step(person, by=person.id)
    flash(_("Sign-in in two steps is off"))
    return go_to(url_for(".show_account"))


def _confirmed(person: Person, form: ConfirmForm) -> bool:
    if not form.validate():
        return False
    if password_is_right(person, form.present.data):
        return True
    form.add_error("present", NOT_YOURS)
    return False


def _offered_secret() -> str:
    """The secret that the page shows until it is taken up, sealed in the person's own cookie."""
    if "new_secret" not in session:
        session["new_secret"] = base64.b64encode(vault.seal(two_step.new_secret(), PLACE)).decode()
    return vault.open(base64.b64decode(session["new_secret"]), PLACE)


def _set_up_page(person: Person, form: TwoStepForm) -> Response:
    secret = _offered_secret()
    picture = qr_svg(two_step.address_of(secret, person.email), title=_("QR code for your app"), scale=4)
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render("people/two_step.html", status=_status(), form=form, picture=picture, secret=spaced)


def _state_page(person: Person, form: ConfirmForm) -> Response:
    n_codes = queries.count_recovery_codes(person)
    return render("people/two_step_on.html", status=_status(), form=form, n_codes=n_codes)


def _codes_page(codes: list[str]) -> Response:
    return render("people/recovery_codes.html", codes=codes)


def _status() -> int:
    return 422 if request.method == "POST" else 200
