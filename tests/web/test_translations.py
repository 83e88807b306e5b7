"""Whatever a pupil may read is there in every language, with the same gaps to fill, and nothing is left in English."""

import re
import shutil

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask_babel import ngettext

from app.instruments.languages import ENGLISH, LANGUAGES
from app.web import collecting, languages
from app.web.collecting import PUPILS_FILES
from tests.house.test_structure import TEMPLATES, name
from tests.words import sayings

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
GAP = re.compile(r"%\(\w+\)s|\{n\}")
OURS = re.compile(r"Lateral|Childline|0800 1111")
PUPILS_TEMPLATES = [path for path in TEMPLATES if name(path).startswith(PUPILS_FILES)]


@pytest.fixture(params=OTHERS)
def catalog(request):
    with (languages.FOLDER / request.param / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(autouse=True)
def english_again(app):
    yield
    languages.speak(ENGLISH)


def pupils_texts():
    return sorted({saying for found in sayings(PUPILS_FILES).values() for saying in found})


def said(catalog, saying):
    """What the catalog says for a text, in each of its forms."""
    found = catalog.get(saying[0])
    string = found.string if found else ""
    return [string] if isinstance(string, str) else list(string)


def test_there_are_sentences_to_translate():
    assert len(pupils_texts()) > 100
    assert len(PUPILS_TEMPLATES) >= 10


def test_every_sentence_for_pupils_is_translated(catalog):
    assert [saying for saying in pupils_texts() if not all(said(catalog, saying))] == []


def test_no_sentence_is_only_guessed(catalog):
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_gaps_agree(catalog):
    """One of a thing may go without its number, and two in Arabic."""
    for saying in pupils_texts():
        gaps = set(GAP.findall(saying[0]))
        for text in said(catalog, saying):
            found = set(GAP.findall(text))
            assert found == gaps or (len(saying) > 1 and found <= gaps), (saying, text)
            assert text.count("%") == len(re.findall(r"%\(", text)), text


def test_counted_things_have_every_form(catalog):
    for saying in pupils_texts():
        if len(saying) > 1:
            assert len(said(catalog, saying)) == catalog.num_plurals


def test_catalogs_hold_what_is_said_and_nothing_else(catalog):
    everything = {saying[0] for saying in pupils_texts()}
    in_catalog = {m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id}
    assert in_catalog == everything, "run `flask --app wsgi words`"


def test_every_catalog_says_that_it_is_a_draft():
    assert all(languages.are_screens_draft(code) for code in OTHERS)
    assert languages.are_screens_draft("xx"), "a language without a catalog was reviewed by nobody"


@pytest.mark.parametrize("path", PUPILS_TEMPLATES, ids=name)
def test_no_template_for_pupils_has_words_that_are_not_marked(path):
    assert re.findall(r"[A-Za-z]{2,}", OURS.sub("", _without_tags(path))) == []


def _without_tags(path):
    """The template's own text: neither what Jinja works out nor what is inside a tag."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{% block leaves %\}.*?\{% endblock %\}", " ", text)  # an attribute
    for pattern in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<!doctype[^>]*>", r"<[^<>]*>", r"&\w+;"):
        text = re.sub(pattern, " ", text, flags=re.S)
    return text


@pytest.mark.parametrize("code", OTHERS)
def test_a_script_counts_as_the_server_does(app, code):
    """The form that a browser chooses for a number says what gettext would say for it."""
    one, many = next(saying for saying in pupils_texts() if len(saying) > 1 and "{n}" in saying[0])
    form_of = Locale.parse(code).plural_form
    with app.test_request_context():
        languages.speak(code)
        forms = {form: ngettext(one, many, number) for form, number in languages.count_forms().items()}
        for number in range(1, 130):
            assert forms[form_of(number)] == ngettext(one, many, number), number


def test_a_page_is_in_english_unless_it_is_said_otherwise(app):
    with app.test_request_context():
        assert languages.current().code == ENGLISH
        assert languages._("Next") == "Next"
        languages.speak("ar")
        assert (languages.current().direction, languages._("Next")) == ("rtl", "التالي")
        languages.speak("xx")
        assert languages.current().code == ENGLISH


def test_a_language_without_a_catalog_is_said_in_english():
    assert type(languages._catalog("xx", languages.PUPILS)) is NullTranslations


def test_bringing_catalogs_up_to_date_keeps_translations_and_heads(tmp_path):
    original = languages.FOLDER / "pl" / "LC_MESSAGES" / "messages.po"
    path = tmp_path / "messages.po"
    shutil.copy(original, path)
    text = path.read_text(encoding="utf-8").replace('msgid "Next"', 'msgid "Gone"')
    path.write_text(text, encoding="utf-8")
    collecting.update(path)
    with path.open("rb") as file:
        new = read_po(file)
    assert "X-Status: draft" in path.read_text(encoding="utf-8")
    assert new.get("Gone") is None
    assert new.get("Next").string == ""
    assert new.get("Finish").string == "Zakończ"
