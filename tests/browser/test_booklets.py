"""Every page of a booklet holds what stands on it: both forms, both sizes, every language, as Chromium lays it out."""

import re

import pytest
from flask import render_template

from app.instruments.languages import LANGUAGES
from app.paper.booklets import SIZES, Cover, pages_of
from app.paper.wording import cover_words
from tests.house.test_structure import ROOT
from tests.waves.test_wording import a_plan

FORMS = ("school-and-me", "school-and-me-b")
OVERFLOWING = """() => [...document.querySelectorAll(".booklet__page")].flatMap((page, number) => {
  const inside = page.getBoundingClientRect(), last = [...page.querySelectorAll("p, li, h2, h3, span")]
  const out = last.filter((one) => {
    const at = one.getBoundingClientRect()
    return at.bottom > inside.bottom - 15 || at.top < inside.top || at.left < inside.left || at.right > inside.right
  })
  return out.length ? [`page ${number + 1}: ${out[0].textContent.trim().slice(0, 60)}`] : []
})"""


@pytest.fixture(scope="module")
def styles():
    (sheet,) = [one for one in (ROOT / "static/dist").glob("sheet*.css")]
    return sheet.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def paper(browser):
    """A window as wide as a desk, in which many sheets are laid out one after another."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def booklet(app, name, size, language):
    """The page of one booklet as the server makes it."""
    form = app.extensions["instruments"].latest(name)
    plan = a_plan(id=1, title="School and me, this year", help_contact="Mrs Example in room 12")
    words = form.in_language(language)
    with app.test_request_context("/surveys/1/paper"):
        return render_template(
            "paper/booklets.html",
            survey=plan,
            wave="Before",
            size=size,
            covers=[(Cover(28, "CD", form), words)],
            pages={words.digest: pages_of(words, size)},
            words={words.digest: cover_words(plan, words, language)},
            tongue=LANGUAGES[language],
        )


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", FORMS)
def test_no_page_overflows_in_any_language(app, paper, styles, name, size):
    for language in LANGUAGES:
        html = re.sub(r"<link[^>]*>|<script.*?</script>", "", booklet(app, name, size, language), flags=re.DOTALL)
        paper.set_content(html.replace("</head>", f"<style>{styles}</style></head>"))
        assert (
            paper.locator(".booklet__page").count()
            == len(pages_of(app.extensions["instruments"].latest(name), size)) + 1
        )
        assert paper.evaluate(OVERFLOWING) == [], language
