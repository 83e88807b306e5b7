"""Form macros: each kind of field has a label, names its hint and its error, and gives back what was typed."""

from types import SimpleNamespace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import DayField

HTML = "{http://www.w3.org/1999/xhtml}"
NINE, TEN = SelectChoice("9", "Year 9"), SelectChoice("10", "Year 10")
NEEDED = [InputRequired("Fill this in")]


class Everything(Form):
    """One field of every kind."""

    name = StringField("Name", NEEDED, description="As pupils call it")
    mail = EmailField("E-mail", [Optional()])
    password = PasswordField("Password", NEEDED)
    day = DayField("Day", NEEDED)
    school = SelectField("School", NEEDED, choices=[SelectChoice("", "Choose one"), NINE])
    form = RadioField("Form", NEEDED, choices=[NINE, TEN])
    years = SelectMultipleField(
        "Years", NEEDED, choices=[NINE, TEN], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    words = TextAreaField("Words", NEEDED)
    file = FileField("File", NEEDED)
    copy = BooleanField("Copy", NEEDED)


FIELDS = [name for name in vars(Everything) if not name.startswith("_") and name != "Meta"]
NEEDED_FIELDS = [name for name in FIELDS if name != "mail"]


@pytest.fixture
def render(app: Flask):
    def parse(macro: str, *args: object, template: str = "fields.html", **kwargs: object) -> Element:
        with app.test_request_context():
            text = get_template_attribute(template, macro)(*args, **kwargs)
        parser = html5lib.HTMLParser(strict=True)
        return parser.parseFragment(text)

    return parse


def controls(root: Element) -> list[Element]:
    return [e for tag in ("input", "select", "textarea") for e in root.iter(HTML + tag)]


def sent(**values: str) -> Everything:
    form = Everything(MultiDict(values))
    form.validate()
    return form


@pytest.mark.parametrize("name", FIELDS)
def test_every_control_has_a_label(render, name):
    root = render("field", Everything()[name])
    labelled = {label.get("for") for label in root.iter(HTML + "label")}
    assert controls(root)
    assert {control.get("id") for control in controls(root)} <= labelled


@pytest.mark.parametrize("name", NEEDED_FIELDS)
def test_an_error_is_said_beside_the_field_and_named_by_it(render, name):
    root = render("field", sent()[name])
    said = next(e for e in root.iter() if e.get("id") == f"{name}-error")
    assert "Fill this in" in "".join(said.itertext())
    assert any(f"{name}-error" in e.get("aria-describedby", "").split() for e in root.iter())


@pytest.mark.parametrize("name", FIELDS)
def test_the_browser_is_not_asked_to_refuse_in_its_own_words(render, name):
    assert not [control for control in controls(render("field", Everything()[name])) if "required" in control.attrib]


def test_choices_stand_in_a_group_with_a_legend(render):
    root = render("field", Everything().form, hints={"10": "And above"})
    legend = next(root.iter(HTML + "legend"))
    hinted = [e for e in controls(root) if e.get("aria-describedby") == "form-1-hint"]
    assert "".join(legend.itertext()).strip() == "Form"
    assert [e.get("value") for e in hinted] == ["10"]


def test_an_optional_field_says_so(render):
    assert "(optional)" in "".join(render("field", Everything().mail).itertext())


def test_a_date_that_is_none_comes_back_as_it_was_typed(render):
    (control,) = controls(render("field", sent(day="31/02/2026").day))
    assert (control.get("type"), control.get("value")) == ("text", "31/02/2026")


def test_a_day_is_asked_for_with_the_browsers_own_calendar(render):
    (control,) = controls(render("field", Everything().day))
    assert control.get("type") == "date"


def test_a_password_is_never_sent_back(render):
    (control,) = controls(render("field", sent(password="a long pass phrase").password))
    assert not control.get("value")


def test_text_that_a_person_typed_is_escaped(render):
    root = render("field", sent(name="<b>Dance</b>").name)
    assert not list(root.iter(HTML + "b"))
    assert controls(root)[0].get("value") == "<b>Dance</b>"


def test_counted_text_tells_its_limit_without_scripts(render):
    root = render("field", Everything().words, maxlength=400)
    (control,) = controls(root)
    assert "words-info" in control.get("aria-describedby", "")
    assert "up to 400 characters" in "".join(root.itertext())


def test_the_summary_links_each_mistake_to_its_field(render):
    form = sent()
    form.form_errors.append("The survey has closed.")
    summary = render("form_errors", form)
    targets = {a.get("href", "")[1:] for a in summary.iter(HTML + "a")}
    there = {e.get("id") for name in FIELDS for e in controls(render("field", form[name]))}
    assert len(targets) == len(NEEDED_FIELDS)
    assert targets <= there
    assert "The survey has closed." in "".join(summary.itertext())


def test_a_form_without_mistakes_has_no_summary(render):
    assert not "".join(render("form_errors", Everything()).itertext()).strip()


def test_a_page_of_many_names_the_way_on_and_back(render):
    root = render("pagination", 2, 3, "/x", "&sort=name", template="parts.html")
    assert [a.get("href") for a in root.iter(HTML + "a")] == ["/x?page=1&sort=name", "/x?page=3&sort=name"]


def test_choices_of_a_pupil_keep_native_radios_and_mark_the_chosen(render):
    options = [SimpleNamespace(value=v, text=t, face="happy") for v, t in (("5", "I agree"), ("1", "I disagree"))]
    root = render("choices", "q1", options, chosen="1", template="pupil_parts.html")
    assert [(e.get("type"), e.get("value"), "checked" in e.attrib) for e in controls(root)] == [
        ("radio", "5", False),
        ("radio", "1", True),
    ]
