"""A translation of the staff's pages is one file: it is offered once it is there, and nothing is offered before."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from app.qda import problems, schema
from app.transcripts import matching, model, questions, refusals
from app.web import languages
from app.web.collecting import TEMPLATE, collect, is_said_to
from app.web.languages import PUPILS, STAFF, later
from tests import factories as make
from tests import foreign

CARD = "Language of these pages"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Translations in a folder of the test's own."""
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    foreign.read_anew()
    yield tmp_path
    foreign.read_anew()


def choose(client, code):
    return client.post_form("/account/language", {"language": code}, at="/account")


def test_the_template_holds_every_sentence_for_staff():
    with TEMPLATE.open("rb") as file:
        there = {message.id for message in read_po(file) if message.id}
    assert there == {saying for _, saying in collect(STAFF)}, "run `flask --app wsgi words`"


def test_each_file_speaks_to_pupils_or_to_staff_and_errors_to_both():
    everything = set(collect())
    assert set(collect(PUPILS)) | set(collect(STAFF)) == everything
    both = {name for name, _ in set(collect(PUPILS)) & set(collect(STAFF))}
    assert both == {"app/web/advice.py"}
    assert is_said_to(PUPILS, "app/answers/door.py")
    assert not is_said_to(STAFF, "app/answers/door.py")


@pytest.mark.parametrize(
    "sentences",
    [problems.REASONS, schema.MUST_BE, refusals.REASONS, model.FORMS, matching.REASONS, questions.REASONS],
    ids=["projects", "values", "transcripts", "layouts", "speakers", "questions"],
)
def test_what_rooms_without_a_web_say_is_given_to_translators(sentences):
    assert set(sentences.values()) <= {saying for _, saying in collect(STAFF)}


def test_a_refused_file_is_told_in_the_language_of_the_page(folder, browser_of):
    foreign.drop_in(folder, STAFF)
    study = make.a_study(make.a_partnership(make.a_school()))
    browser = browser_of(make.a_person("associate", partnership=study.partnership))
    choose(browser, foreign.CODE)
    address = f"/studies/{study.id}/files"
    book = b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="ben" name="A"/></Codes></CodeBook>'
    data = {"csrf_token": browser.token(address), "file": (BytesIO(book), "book.qdc")}
    sent = browser.post(f"/studies/{study.id}/code-book", data=data)
    assert sent.status_code == 422
    told = foreign.foreign(schema.MUST_BE["guid"]) % {"place": "Code guid", "value": "ben"}
    assert foreign.foreign("Line %(line)s: %(text)s") % {"line": 1, "text": told} in sent.text


def test_where_there_is_only_english_no_language_is_offered(browser_of):
    page = browser_of(make.a_person()).page("/account")
    assert CARD not in page.text
    assert page.find("html").get("lang") == "en"
    assert page.find("html").get("dir") is None


def test_a_catalog_of_pupils_sentences_is_not_offered_to_staff(folder, browser_of):
    foreign.drop_in(folder, PUPILS)
    assert CARD not in browser_of(make.a_person()).page("/account").text


def test_a_catalog_that_is_dropped_in_is_chosen_kept_and_left_again(folder, browser_of):
    foreign.drop_in(folder, STAFF)
    browser = browser_of(make.a_person())
    assert CARD in browser.page("/account").text
    choose(browser, "eo")
    page = browser.page("/account")
    assert page.find("html").get("lang") == "eo"
    assert foreign.foreign(CARD) in page.text
    assert CARD not in page.text
    assert [words.get("lang") for words in page.find_all("button", aria_pressed="true")] == ["eo"]
    choose(browser, "en")
    assert browser.page("/account").find("html").get("lang") == "en"


def test_the_choice_stays_in_the_browser_after_signing_out(folder, browser_of):
    foreign.drop_in(folder, STAFF)
    browser = browser_of(make.a_person())
    choose(browser, "eo")
    browser.post_form("/sign-out", at="/account")
    assert browser.page("/sign-in").find("html").get("lang") == "eo"


def test_the_language_of_staff_is_never_that_of_pupils(folder, browser_of):
    foreign.drop_in(folder, STAFF, PUPILS)
    browser = browser_of(make.a_person())
    choose(browser, "eo")
    assert browser.page("/answer").find("html").get("lang") == "en"


def test_a_language_nobody_has_words_for_is_english(browser_of):
    browser = browser_of(make.a_person())
    choose(browser, "tlh")
    assert browser.get_cookie("lateral_language") is None
    browser.set_cookie("lateral_language", "ar")
    assert browser.page("/account").find("html").get("lang") == "en"


def test_a_language_of_our_pupils_runs_its_own_way(folder, browser_of):
    foreign.drop_in(folder, STAFF)
    (folder / "eo").rename(folder / "he")
    browser = browser_of(make.a_person())
    choose(browser, "he")
    html = browser.page("/account").find("html")
    assert (html.get("lang"), html.get("dir")) == ("he", "rtl")


def test_a_language_with_a_region_has_its_code_as_html_writes_it():
    assert languages._language("pt_BR").code == "pt-BR"
    assert languages._language("pl").english == "Polish"


def test_what_is_said_later_is_escaped(app):
    with app.test_request_context():
        template = app.jinja_env.from_string("{{ sentence }}")
        assert template.render(sentence=later("Hello %(name)s", name="<b>")) == "Hello &lt;b&gt;"


def test_each_is_told_in_their_own_words_first(folder, app):
    foreign.drop_in(folder, STAFF)
    place = folder / "eo" / "LC_MESSAGES"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (place / "messages.po").write_text(head + 'msgid "Use CSV or XLSX."\nmsgstr "p"\n\nmsgid "Next"\nmsgstr "q"\n')
    with app.test_request_context():
        languages.speak_to_staff("eo")
        assert languages._("Use CSV or XLSX.") == foreign.foreign("Use CSV or XLSX.")
        assert languages._("Next") == "q", "pupils' words serve where staff have none"
