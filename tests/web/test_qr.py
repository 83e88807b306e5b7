"""Square codes: what is drawn is what would be scanned, and a screen reader hears of it once or not at all."""

import xml.etree.ElementTree as ET

import segno

from app.web.qr import qr_svg

ADDRESS = "https://lateral.example/answer?card=K7MT-R49D"


def test_a_code_beside_its_words_is_drawn_to_fill_its_box_and_not_read_out():
    drawn = ET.fromstring(qr_svg(ADDRESS))
    side = len(list(segno.make(ADDRESS, error="m", micro=False).matrix)) + 4
    assert drawn.get("viewBox") == f"0 0 {side} {side}"
    assert drawn.get("aria-hidden") == "true"
    assert "width" not in drawn.attrib


def test_a_code_that_stands_alone_has_a_name_and_a_white_ground():
    drawn = ET.fromstring(qr_svg(ADDRESS, title='Code of "Ana" & Bo', scale=4))
    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", 'Code of "Ana" & Bo')
    side = len(list(segno.make(ADDRESS, error="m", micro=False).matrix)) + 8
    assert drawn.get("width") == str(side * 4)
    assert any("#fff" in one.attrib.values() for one in drawn.iter())


def test_two_texts_are_two_codes():
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS) != qr_svg(f"{ADDRESS}E")
