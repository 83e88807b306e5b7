"""Charts as they reach the page: named, described, the same in words, and complete when saved as a file."""

import html5lib
import pytest
from flask import Flask, get_template_attribute

from app.web.charts import Line, Mark, Wave, dumbbell, share_bar, spark

SVG = "{http://www.w3.org/2000/svg}"
WAVES = [Wave("Before", "before"), Wave("Later", "during"), Wave("After", "after"), Wave("A year on", "follow-up")]


@pytest.fixture
def draw(app: Flask):
    def parse(macro: str, *args: object):
        with app.test_request_context():
            return html5lib.HTMLParser(strict=True).parseFragment(get_template_attribute("charts.html", macro)(*args))

    return parse


@pytest.fixture
def change(draw):
    marks = [Mark(40, 35, 45), None, Mark(60.25), Mark(61, 58, 64)]
    return draw("dumbbell", "change", "Change by scale", "38 pupils", dumbbell([Line("Effort & care", marks)], WAVES))


def test_a_chart_is_named_and_described_to_screen_readers(change):
    chart = next(e for e in change.iter(SVG + "svg") if e.get("role") == "img")
    told = {e.get("id"): e.text for e in chart if e.get("id")}
    assert [told[part] for part in chart.get("aria-labelledby", "").split()] == ["Change by scale", "38 pupils"]


def test_every_mark_says_its_numbers_in_words(change):
    titles = [e.text for e in change.iter(SVG + "title")][1:]
    assert titles == [
        "Effort & care, Before: 40.0 (35.0 to 45.0)",
        "Effort & care, After: 60.2",
        "Effort & care, A year on: 61.0 (58.0 to 64.0)",
    ]


def test_each_kind_of_wave_has_its_own_shape_and_the_legend_names_them_all(change):
    legend = [e for e in change.iter() if e.get("class") == "chart__legend"][0]
    shapes = [(s[0].tag, s[0].get("d") or s[0].get("class")) for li in list(legend)[:4] for s in li.iter(SVG + "svg")]
    assert len(set(shapes)) == 4
    assert all(wave.name in "".join(legend.itertext()) for wave in WAVES)


def test_whatever_a_person_called_a_scale_is_text_and_no_markup(draw):
    lines = [Line("<b>Effort</b>", [Mark(40), Mark(50)], "<i>few</i>")]
    drawn = draw(
        "dumbbell", "change", "Scores", "38 pupils", dumbbell(lines, [Wave("<u>Before</u>", "before"), WAVES[2]])
    )
    assert not [e for e in drawn.iter() if str(e.tag).rpartition("}")[2] in "biu"]
    assert [e.text for e in drawn.iter(SVG + "title")][1] == "<b>Effort</b>, <u>Before</u>: 40.0"


def test_a_chart_without_intervals_explains_none(draw):
    bare = draw(
        "dumbbell", "profile", "Scores", "One pupil", dumbbell([Line("Effort", [Mark(40), Mark(50)])], WAVES[:2])
    )
    legend = next(e for e in bare.iter() if e.get("class") == "chart__legend")
    assert "".join("".join(legend.itertext()).split()) == "BeforeLater"


def test_a_saved_chart_needs_no_style_sheet(change):
    drawn = [e for e in change.iter() if e.tag in (SVG + "circle", SVG + "path", SVG + "text")]
    assert drawn
    assert all(element.get("fill") for element in drawn)
    assert not [e for e in change.iter() if e.get("style")]


def test_a_bar_of_shares_says_its_counts(draw):
    bar = draw("share_bar", "board", "Progress", share_bar([("Finished", 3), ("Answering", 0), ("Not started", 1)]))
    assert next(bar.iter(SVG + "desc")).text == "Finished: 3, Answering: 0, Not started: 1"
    assert len([e for e in bar.iter(SVG + "rect") if e.get("height") == "28"]) == 2


def test_a_spark_has_its_meaning_in_words(draw):
    line = next(draw("spark", "Effort: 40, 50", spark([40, 50])).iter(SVG + "svg"))
    assert (line.get("role"), line.get("aria-label")) == ("img", "Effort: 40, 50")
