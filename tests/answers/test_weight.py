"""What a pupil's page weighs on the line."""

import gzip

from tests.static.test_build import DIST, PUPIL_FILES

KILOBYTE = 1024
GZIP = {"Accept-Encoding": "gzip"}


def test_a_page_is_sent_by_gzip_where_that_is_taken(client, seat):
    seat.begin()
    plain, packed = client.get("/answer/questions/1"), client.get("/answer/questions/1", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"].count("Accept-Encoding") == 1
    assert packed.content_length == len(packed.data)


def test_what_is_small_stays_as_it_is(client, seat):
    seat.begin()
    assert "Content-Encoding" not in client.get("/answer/questions", headers=GZIP).headers


def test_all_that_a_lesson_needs_of_the_line_is_less_than_sixty_kilobytes(client, seat):
    """A statement with its style, script and icon, and every question beside it."""
    seat.begin()
    pages = [client.get(f"/answer/{name}", headers=GZIP) for name in ("questions/1", "sheet")]
    files = sum((DIST / f"{name}.gz").stat().st_size for name in PUPIL_FILES)
    assert 0 < files + sum(len(page.data) for page in pages) <= 60 * KILOBYTE
