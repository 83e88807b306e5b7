"""Schools from an extract of the register."""

import pytest
from sqlalchemy import select

from app.db import db
from app.schools.gias import MOST_SCHOOLS, read_register
from app.schools.models import School
from app.schools.refusals import FileRefused
from tests.pages import Page

HEADINGS = (
    "URN", "LA (code)", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (name)", "PhaseOfEducation (name)", "HeadLastName", "Town",
)  # fmt: skip
OAK = ("100001", "801", "Oak St Zoë's", "Community school", "LA maintained", "Open", "Secondary", "Secret", "Milltown")
BAY = ("100002", "801", "Bay, The", "Foundation special school", "Special schools", "Open, but proposed to close",
       "Not applicable", "Secret", "")  # fmt: skip
OLD = ("100003", "801", "Old", "Community school", "LA maintained", "Closed", "Primary", "Secret", "")


def register(*rows, encoding="latin-1"):
    lines = [",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)]
    return "\r\n".join(lines).encode(encoding)


def test_open_schools_are_read_with_five_of_their_columns():
    oak, bay = read_register(register(OAK, BAY, OLD))
    assert (oak.urn, oak.name, oak.phase, oak.type, oak.town) == (
        "100001", "Oak St Zoë's", "secondary", "Community school", "Milltown",
    )  # fmt: skip
    assert (bay.name, bay.phase) == ("Bay, The", "special")


@pytest.mark.parametrize(
    ("phase", "ours"),
    [("Nursery", "primary"), ("Middle deemed secondary", "secondary"), ("All-through", "all-through"),
     ("16 plus", "16 plus"), ("Not applicable", "other"), ("", "other")],
)  # fmt: skip
def test_every_phase_of_the_register_has_one_of_ours(phase, ours):
    (school,) = read_register(register((*OAK[:6], phase, *OAK[7:])))
    assert school.phase == ours


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"UPN,Forename\n1,Jo\n", "not an extract of Get Information about Schools"),
        (register(OLD), "names no open school"),
        (register(("12345", *OAK[1:])), "Row 2: “12345” is no URN"),
        (register((*OAK[:2], "", *OAK[3:])), "Row 2: the name"),
        (register(*[OAK] * (MOST_SCHOOLS + 1)), "more than 5,000 rows"),
        (b"\x89PNG\x00\x00", "not text"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data, sentence):
    with pytest.raises(FileRefused, match=sentence):
        read_register(data)


def send(browser, data, status):
    address = "/schools/from-file"
    part = b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = part % (b"csrf_token", b"", browser.token(address).encode())
    body += part % (b"file", b'; filename="edubase.csv"', data) + b"--cut--\r\n"
    return Page(browser, browser.post(address, data=body, content_type="multipart/form-data; boundary=cut"), status)


def test_a_lead_adds_the_schools_of_an_extract_once(browser_of, town):
    browser = browser_of(town.lead)
    send(browser, register(OAK, BAY, OLD), 303)
    send(browser, register((*OAK[:2], "Other name", *OAK[3:]), BAY), 303)
    names = set(db.session.scalars(select(School.name)))
    assert names == {"Ash", "Elm", "Far", "Oak St Zoë's", "Bay, The"}
    assert "Oak" in browser_of(town.lead).page(f"/partnerships/{town.partnership.id}/schools").text


def test_one_bad_row_keeps_every_school_out(browser_of, town):
    page = send(browser_of(town.lead), register(OAK, ("x", *BAY[1:])), 422)
    assert "Row 3" in page.text
    assert len(db.session.scalars(select(School)).all()) == 3


def test_only_who_may_add_a_school_may_add_many(browser_of, town):
    for person, status in ((town.administrator, 200), (town.lead, 200), (town.head, 403), (town.teacher, 403)):
        assert browser_of(person).get("/schools/from-file").status_code == status
