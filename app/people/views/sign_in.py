"""Signing in and out."""

from flask import flash, request, session, url_for
from werkzeug.wrappers import Response

from app.db import SAFE_METHODS
from app.people import actions, blueprint, links, queries, signing_in
from app.people.forms import CodeForm, SignInForm
from app.people.models import Person
from app.people.session import begin, key_of
from app.policy import Permission
from app.web.errors import refuse
from app.web.guard import current_actor, public, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

WRONG = later("That e-mail address and password do not belong together. Check both and try again")
WRONG_CODE = later("That code is not right, or it was used before. Wait for the next one and try again")
WAIT = later(
    "There were too many tries. Wait 15 minutes, then try again. If you forgot your password, ask for a new link."
)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public("the way in for staff")
def sign_in() -> Response:
    back = links.local_path(request.args.get("next"))
    form = SignInForm()
    if request.method in SAFE_METHODS:
        return go_to(back or url_for("pages.home")) if current_actor() else _ask_password(form, back)
    if not form.validate():
        return _ask_password(form, back, status=422)

    person = _checked_password(form)
    if person is None:
        form.form_errors = [WRONG]
        return _ask_password(form, back, status=422)
    if person.otp_secret:
        signing_in.hold(session, person, back)
        return go_to(url_for("people.sign_in_code"))
    return _enter(person, back, way="password")


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public("the second step of signing in, after the password")
def sign_in_code() -> Response:
    waiting = signing_in.held(session)
    if waiting is None:
        return go_to(url_for("people.sign_in"))
    person, back = waiting
    form = CodeForm()
    if not form.validate_on_submit():
        return render("people/sign_in_code.html", status=422 if form.is_submitted() else 200, form=form)

    way = _checked_code(person, form)
    if way is None:
        form.add_error("code", WRONG_CODE)
        return render("people/sign_in_code.html", status=422, form=form)
    response = _enter(person, back, way=way)
    if way == "recovery":
        left = queries.count_recovery_codes(person)
        flash(
            _(
                "You signed in with a recovery code. You have %(n)s left. Make new ones on this page if you need to.",
                n=left,
            )
        )
        return go_to(url_for("people.show_account"))
    return response


@blueprint.post("/sign-out")
@requires(Permission.ACCOUNT_USE)
def sign_out() -> Response:
    actions.end_session(key_of(session), by=current_actor().id)
    session.clear()
    flash(_("You are signed out"))
    return go_to(url_for("people.sign_in"))


def _ask_password(form: SignInForm, back: str | None, status: int = 200) -> Response:
    return render("people/sign_in.html", status=status, form=form, back=back)


def _checked_password(form: SignInForm) -> Person | None:
    try:
        return signing_in.check_password(form.email.data or "", form.password.data or "", request.remote_addr or "")
    except signing_in.TooManyTries:
        raise refuse(429, WAIT) from None


def _checked_code(person: Person, form: CodeForm) -> str | None:
    try:
        return signing_in.check_code(person, form.code.data or "", request.remote_addr or "")
    except signing_in.TooManyTries:
        raise refuse(429, WAIT) from None


def _enter(person: Person, back: str | None, *, way: str) -> Response:
    begin(session, person)
    actions.note_sign_in(person, way=way)
    return go_to(back or url_for("pages.home"))
