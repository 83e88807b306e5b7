"""Error pages say what happened and what to do, and nothing about how we are built."""

import pytest

from app.web.errors import WORDS


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
def test_each_error_is_a_whole_page_in_plain_words(prober, status):
    page = prober.page(f"/probe/fail/{status}", status=status)
    title, sentence = WORDS[status]
    assert page.find("h1").text == title
    assert str(sentence) in page.text
    assert "Traceback" not in page.html


@pytest.mark.parametrize(("status", "like"), [(406, 400), (418, 400), (501, 500), (502, 500)])
def test_an_error_without_words_of_its_own_borrows_some(prober, status, like):
    assert str(WORDS[like][0]) in prober.page(f"/probe/fail/{status}", status=status).text


def test_an_error_may_have_its_own_sentence(prober):
    page = prober.page("/probe/fail/409?say=The lesson has closed. Open another.", status=409)
    assert "".join(page.find("h1").itertext()) == "The lesson has closed"
    assert "Open another." in page.text
    assert "Nothing has changed" in prober.page("/probe/fail/409?say=The lesson has closed.", status=409).text


def test_a_sentence_is_text_and_never_markup(prober):
    page = prober.page("/probe/fail/409", status=409, query_string={"say": "<b>bold</b><script>x</script>"})
    assert "<b>bold" not in page.html


def test_a_fault_is_told_without_its_details(prober):
    page = prober.page("/probe/write-and-crash", status=500)
    assert "Something went wrong on our side" in page.text
    assert "ZeroDivisionError" not in page.html
    assert "the words of a fault" not in page.html


def test_a_busy_database_is_told_as_such(prober):
    page = prober.page("/probe/locked", status=503)
    assert "Nothing was lost" in page.text
    assert "select 1" not in page.html


def test_the_second_of_two_equal_requests_is_told_that_somebody_was_quicker(prober):
    page = prober.page("/probe/twice", status=409)
    assert "Somebody was quicker" in page.text
    assert "people.email" not in page.html


def test_an_unknown_page_is_a_404(prober):
    assert "We can't find that page" in prober.page("/nowhere/at/all", status=404).text


def test_a_wrong_method_says_which_are_right(prober):
    response = prober.get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert response.mimetype == "text/html"


def test_a_post_without_a_token_says_what_to_do(prober):
    assert "open too long" in prober.post("/probe/write/200").text


def test_too_much_at_once_is_refused(prober):
    page = prober.post_form("/sign-in", {"email": "a" * 300_000}, status=413)
    assert page.links["Back to the form"] == "/sign-in"


def test_what_has_no_form_to_go_back_to_offers_none(prober):
    assert "Back to the form" not in prober.page("/probe/fail/404", status=404).text
    page = prober.post_form("/sign-out", {"x": "a" * 300_000}, status=413, at="/sign-in")
    assert "Back to the form" not in page.text


def test_too_many_parts_are_refused(prober):
    token = prober.token("/sign-in")
    parts = {"csrf_token": token, **{f"field{number}": "x" for number in range(2100)}}
    assert prober.post("/sign-in", data=parts, content_type="multipart/form-data").status_code == 413


def test_another_host_name_gets_no_page(prober):
    response = prober.get("/sign-in", base_url="http://evil.example")
    assert response.status_code == 400
    assert "evil.example" not in response.text


@pytest.mark.parametrize("status", WORDS)
def test_the_words_are_sentences_for_people(status):
    title, sentence = WORDS[status]
    assert len(title) < 50
    assert sentence.endswith(".")
    assert not {"invalid", "forbidden", "unauthorized", "exception", "request"} & set(sentence.lower().split())
