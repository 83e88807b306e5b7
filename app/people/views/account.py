"""A person's own account: name, password, sessions."""

from flask import current_app, flash, request, session, url_for
from werkzeug.wrappers import Response

from app.people import actions, blueprint, passwords, queries
from app.people.forms import NameForm, NewPasswordForm
from app.people.models import Person
from app.people.session import begin
from app.policy import Permission
from app.web import limits
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, keep_for_staff, later, speak_to_staff, staff_languages

TRIES = "10 per 15 minutes"
NOT_YOURS = later("That is not your present password")


def own_account() -> Person:
    """The signed-in person."""
    return queries.get_person(current_actor().id)


def password_is_right(person: Person, typed: str | None) -> bool:
    """Ask the password again before a change that matters. The transaction ends: nothing waits while hashing."""
    person_id, kept = person.id, person.password_hash
    if not limits.hit(TRIES, "password", str(person_id)):
        raise refuse(429, _("There were too many tries. Wait 15 minutes, then try again."))
    return passwords.is_right(typed or "", kept)


@blueprint.get("/account")
@requires(Permission.ACCOUNT_USE, load=own_account)
def show_account(person: Person) -> Response:
    return render(
        "people/account.html",
        person=person,
        posts=queries.list_roles(person),
        n_codes=queries.count_recovery_codes(person),
        tongues=staff_languages(),
    )


@blueprint.post("/account/language")
@requires(Permission.ACCOUNT_USE)
def change_language() -> Response:
    code = request.form.get("language", "")
    speak_to_staff(code)
    flash(_("Pages are in this language now"))
    response = go_to(url_for(".show_account"))
    keep_for_staff(response, code, https=current_app.config["SETTINGS"].https)
    return response


@blueprint.route("/account/name", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_USE, load=own_account)
def change_name(person: Person) -> Response:
    form = NameForm(data={"name": person.name})
    if not form.validate_on_submit():
        return _ask("people/name.html", form)
    actions.change_name(person, name=form.name.data or "")
    flash(_("Your name is changed"))
    return go_to(url_for(".show_account"))


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_USE, load=own_account)
def change_password(person: Person) -> Response:
    form = NewPasswordForm(about=(person.name, person.email))
    if not form.validate_on_submit():
        return _ask("people/password.html", form)
    if not password_is_right(person, form.present.data):
        form.add_error("present", NOT_YOURS)
        return _ask("people/password.html", form)
    kept = passwords.hash_of(form.password.data or "")
    actions.set_password(person, kept, by=person.id)
    begin(session, person)
    flash(_("Your password is changed. You are signed out everywhere else"))
    return go_to(url_for(".show_account"))


@blueprint.post("/account/sessions")
@requires(Permission.ACCOUNT_USE, load=own_account)
def end_sessions(person: Person) -> Response:
    actions.end_sessions(person, by=person.id)
    session.clear()
    flash(_("You are signed out everywhere"))
    return go_to(url_for(".sign_in"))


def _ask(template: str, form: NameForm | NewPasswordForm) -> Response:
    return render(template, status=422 if request.method == "POST" else 200, form=form)
