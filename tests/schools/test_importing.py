"""Importing from end to end: upload, columns, check, confirm; bad files; twice; at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.db import db as database
from app.db import now, vault
from app.schools import columns, importing, pupil_queries
from app.schools.models import Enrolment, Pupil, PupilImport
from app.web.jobs import Job, Task
from tests import factories as make
from tests.pages import Page, words

from .files import HEADINGS, UPNS, csv_bytes, xlsx_bytes

START = "03/09/2026"
GOOD = [
    HEADINGS,
    ("1001", UPNS[0], "Maya", "Ford", "Year 10", "Sports Diploma", START, ""),
    ("1002", UPNS[1], "Zoë", "O'Neill", "9", "", "", ""),
    ("1003", "", "Al", "Roy-Lee", "11B", "sports diploma", "", ""),
]


def upload(teacher, school, data, *, name="pupils.csv", status=303):
    """Send a file as a browser does; the body is made here, because werkzeug's client leaves big ones open on disk."""
    address = f"/schools/{school.id}/import"
    parts = (("csrf_token", "", teacher.token(address).encode()), ("file", f'; filename="{name}"', data))
    body = b"".join(
        b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (key.encode(), more.encode(), content)
        for key, more, content in parts
    )
    content_type = "multipart/form-data; boundary=cut"
    return Page(teacher, teacher.post(address, data=body + b"--cut--\r\n", content_type=content_type), status)


def choose(teacher, page, **changes):
    """Send the columns as guessed, with changes; returns the import's address."""
    address = page.location
    shown = teacher.page(address)
    fields = {}
    for select_ in shown.find_all("select"):
        chosen = [one.get("value") for one in select_.iter() if one.get("selected") is not None]
        fields[select_.get("name")] = chosen[0] if chosen else ""
    teacher.post_form(address, fields | changes)
    return address.removesuffix("/columns")


def check(teacher, school, data, *, name="pupils.csv"):
    """Upload, choose the columns as guessed, and show the check."""
    address = choose(teacher, upload(teacher, school, data, name=name))
    return address, teacher.page(f"{address}/check")


def apply(teacher, address, *, status=303):
    return teacher.post_form(f"{address}/apply", at=f"{address}/check", status=status)


def n_pupils():
    database.session.rollback()
    return database.session.scalar(select(func.count()).select_from(Pupil))


def n_jobs():
    kind = Job.kind == pupil_queries.IMPORT_KIND
    return database.session.scalar(select(func.count()).select_from(Job).where(kind))


def state_of(address):
    database.session.rollback()
    return database.session.get(PupilImport, int(address.rpartition("/")[2]))


@pytest.mark.parametrize(("make_file", "name"), [(csv_bytes, "pupils.csv"), (xlsx_bytes, "pupils.xlsx")])
def test_a_file_is_checked_and_then_imported(teacher, ash, make_file, name):
    address, page = check(teacher, ash, make_file(GOOD), name=name)
    assert "Import 3 pupils" in page.text
    assert n_pupils() == 0
    apply(teacher, address)
    assert "Added 3" in teacher.page(address).text
    listed = teacher.page(f"/schools/{ash.id}/pupils").text
    assert all(name in listed for name in ("Maya Ford", "Zoë O'Neill", "Al Roy-Lee", "Year 11"))
    assert database.session.scalar(select(func.count()).select_from(Enrolment)) == 2


def test_the_same_file_again_changes_nothing_and_says_so(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, address)
    before = [tuple(row) for row in database.session.execute(select(Pupil.__table__).order_by(Pupil.id))]
    again, page = check(teacher, ash, csv_bytes(GOOD))
    assert "This file changes nothing" in page.text
    assert "Stay as they are 3" in page.text
    assert not page.find_all("button", text_="Import")
    database.session.rollback()
    assert [tuple(row) for row in database.session.execute(select(Pupil.__table__).order_by(Pupil.id))] == before


def test_what_is_stored_of_a_name_cannot_be_read_in_the_database(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, address)
    database.session.rollback()
    raw = repr(database.session.connection().exec_driver_sql("select * from pupils").all())
    for word in ("Maya", "Ford", UPNS[0], "1001", "O'Neill"):
        assert word not in raw


def test_the_file_is_held_sealed_and_deleted_when_applied(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    held = state_of(address).sealed_file
    assert b"Maya" not in held
    assert b"Maya" in vault.open_bytes(held, importing.PLACE)
    apply(teacher, address)
    assert state_of(address).sealed_file is None


def test_changes_are_shown_by_cell_and_then_made(teacher, ash):
    first, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, first)
    changed = [GOOD[0], ("1001", UPNS[0], "Maya", "Birch", "11", "Sports Diploma", START, "18/12/2026")]
    address, page = check(teacher, ash, csv_bytes(changed))
    rows = [[words(cell) for cell in row if cell.tag.endswith(("th", "td"))] for row in page.find_all("tr")]
    assert ["2", "Surname", "Ford", "Birch"] in rows
    assert ["2", "Year group", "10", "11"] in rows
    assert ["2", "Dates on Sports Diploma", "3 September 2026", "18 December 2026"] in rows
    apply(teacher, address)
    assert "Maya Birch" in teacher.page(f"/schools/{ash.id}/pupils").text
    ended = database.session.scalars(select(Enrolment).where(Enrolment.to_on.is_not(None))).all()
    assert [f"{one.to_on:%d/%m/%Y}" for one in ended] == ["18/12/2026"]


BAD_FILES = {
    "empty": (b"", "The file is empty"),
    "wrong encoding": ("UPN,Forename\n1,Zoë\n".encode("utf-16") + b"\x00\xd8\x41", "encoding we do not know"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(256)), "not text"),
    "no header": (b"B801200005001,Maya,Ford,10\nR674123101121,Al,Roy,9\n", "Put a row of headings on top"),
    "no rows": (b"UPN,Forename,Surname,Year\n", "no rows below"),
    "a broken workbook": (xlsx_bytes(GOOD)[:900], "The workbook is damaged"),
    "a quotation mark left open": (b'UPN,Forename\n1,"Jo' + b"\n2,Al" * 200, "quotation mark"),
    "eleven megabytes": (b"UPN,Year\n" + b"B801200005001,10\n" * 620_000, "bigger than 10 MB"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_used_is_sent_back_with_a_sentence(teacher, ash, kind):
    data, sentence = BAD_FILES[kind]
    page = upload(teacher, ash, data, status=422)
    assert sentence in page.text
    assert database.session.scalar(select(func.count()).select_from(PupilImport)) == 0


def test_fifty_megabytes_are_turned_away_before_they_are_read(teacher, ash):
    page = upload(teacher, ash, b"UPN,Year\n" + b"B801200005001,10\n" * (50 * 1024 * 1024 // 17), status=413)
    assert "10 MB" in page.text
    assert page.links["Back to the form"] == f"/schools/{ash.id}/import"


def test_an_upload_without_a_file_asks_for_one(teacher, ash):
    address = f"/schools/{ash.id}/import"
    assert "Choose a file" in teacher.post_form(address, {}, status=422).text


ROWS = [("1001", UPNS[0], "Maya", "Ford", "10", "", "", ""), ("1002", UPNS[1], "Al", "Roy", "9", "", "", "")]
BAD_ROWS = {
    "duplicate UPNs": ([ROWS[0], ("1002", UPNS[0], *ROWS[1][2:])], "Row 2 has the same UPN"),
    "formula cells": ([ROWS[0], ("1002", UPNS[1], "=1+1", *ROWS[1][3:])], "like a formula"),
    "mixed dates": (
        [(*ROWS[0][:5], "Sports Diploma", "04/23/2026", ""), (*ROWS[1][:5], "Sports Diploma", "03/09/2026", "")],
        "The month comes first here",
    ),
    "an unknown course": ([(*ROWS[0][:5], "Dance", "", "")], "Known courses: “Sports Diploma”"),
    "a wrong UPN": ([("1001", "A801200005001", *ROWS[0][2:])], "these digits need the first letter B"),
}


@pytest.mark.parametrize("kind", BAD_ROWS)
def test_one_refused_row_keeps_the_whole_file_out(teacher, ash, kind):
    rows, sentence = BAD_ROWS[kind]
    address, page = check(teacher, ash, csv_bytes([HEADINGS, *rows]))
    assert sentence in page.text
    assert "Import 1 pupil" not in page.text
    teacher.post_form(f"{address}/apply", at=f"{address}/check")
    assert n_pupils() == 0
    assert "nothing of this file will be" in teacher.page(f"{address}/check").text
    assert state_of(address).sealed_file is not None


def test_a_formula_in_a_workbook_keeps_the_whole_file_out(teacher, ash):
    rows = [GOOD[0], ("1001", UPNS[0], "=1+1", "Ford", "10", "", "", "")]
    _, page = check(teacher, ash, xlsx_bytes(rows), name="pupils.xlsx")
    assert "This cell is a formula" in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_come_back_with_reasons_and_can_be_mended_and_sent_again(teacher, ash, kind):
    from app.schools.reading import read_table

    rows = [HEADINGS, ROWS[0], ("0007", UPNS[1], "=cmd|calc", "Roy", "9", "", "", "")]
    address, _ = check(teacher, ash, csv_bytes(rows))
    sent = teacher.get(f"{address}/refused.{kind}")
    table = read_table(sent.data)
    assert table.headings[-2:] == ("Row in your file", "What is wrong")
    (row,) = table.rows
    assert row.cells[0] == "0007"
    assert str(row.cells[2]).endswith("=cmd|calc")
    assert row.cells[-2] == "3"
    assert "Legal Forename: This begins with = like a formula" in str(row.cells[-1])
    assert sent.headers["Content-Disposition"].startswith("attachment")
    whole = read_table(teacher.get(f"{address}/whole.xlsx").data)
    mended = [whole.headings, *[[str(cell).replace("=cmd|calc", "Al") for cell in one.cells] for one in whole.rows]]
    again, page = check(teacher, ash, csv_bytes(mended))
    assert "Import 2 pupils" in page.text


def test_a_refused_name_in_the_returned_csv_is_no_formula(teacher, ash):
    rows = [HEADINGS, ("1", "", "=cmd|calc", "Roy", "9", "", "", "")]
    address, _ = check(teacher, ash, csv_bytes(rows))
    assert not re.search(r"(^|,)[=+@-]", teacher.get(f"{address}/refused.csv").text)


def test_columns_are_guessed_and_the_next_file_remembers_the_choice(teacher, ash):
    rows = [("Key", "Set", "Kid"), ("1001", "10", "Maya")]
    page = upload(teacher, ash, csv_bytes(rows))
    refused = teacher.post_form(page.location, dict.fromkeys(columns.BY_NAME, "") | {"mis_id": "Key"}, status=422)
    assert "Choose the column that holds the year group" in refused.text
    address = choose(teacher, page, mis_id="Key", year_group="Set", given_name="Kid")
    assert "Import 1 pupil" in teacher.page(f"{address}/check").text
    next_file = upload(teacher, ash, csv_bytes([("KID", "key", "Set"), ("Al", "1002", "9")]))
    shown = teacher.page(next_file.location)
    chosen = {
        field.get("name"): one.get("value")
        for field in shown.find_all("select")
        for one in field.iter()
        if one.get("selected") is not None
    }
    assert (chosen["mis_id"], chosen["year_group"], chosen["given_name"]) == ("key", "Set", "KID")


def test_a_confirmation_is_taken_once(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, address)
    teacher.post_form(f"{address}/apply", at=f"/schools/{ash.id}/import")
    assert n_pupils() == 3
    assert n_jobs() == 1


def test_two_confirmations_at_once_import_once(app, teacher, ash, browser_of):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    token = teacher.token(f"{address}/check")
    cookie = teacher.get_cookie("lateral").value

    def confirm(_):
        client = app.test_client()
        client.set_cookie("lateral", cookie)
        return client.post(f"{address}/apply", data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(confirm, range(4))) == {303}
    assert n_pupils() == 3
    assert n_jobs() == 1
    assert state_of(address).state == importing.APPLIED


def test_two_uploads_of_one_file_confirmed_one_after_the_other_add_nobody_twice(teacher, ash):
    first, _ = check(teacher, ash, csv_bytes(GOOD))
    second, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, first)
    teacher.post_form(f"{second}/apply", at=f"/schools/{ash.id}/import")
    assert n_pupils() == 3
    assert state_of(second).n_unchanged == 3


def test_a_failure_in_the_middle_leaves_nothing_and_can_be_tried_again(teacher, ash, monkeypatch):
    from app.schools import applying

    address, _ = check(teacher, ash, csv_bytes(GOOD))
    whole = applying._enrol

    def fail(steps):
        whole(steps)
        raise RuntimeError("power cut")

    monkeypatch.setattr(applying, "_enrol", fail)
    apply(teacher, address)
    assert n_pupils() == 0
    assert "Nothing was imported" in teacher.page(address).text
    monkeypatch.setattr(applying, "_enrol", whole)
    teacher.post_form(f"{address}/apply", at=address)
    assert n_pupils() == 3


def test_a_row_that_became_doubtful_after_the_check_stops_the_import(teacher, ash, browser_of):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    make.a_pupil(ash, upn_fingerprint="x", sealed_mis_id="1001", sealed_upn=UPNS[2])
    apply(teacher, address)
    assert n_pupils() == 1
    page = teacher.page(f"{address}/check")
    assert "The last try did not import anything" in page.text
    assert "another UPN" in page.text


def test_an_import_waiting_shows_how_far_it_is_and_asks_again(app, teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    held = state_of(address)
    held.state = importing.APPLYING
    database.session.add(Job(kind=pupil_queries.IMPORT_KIND, subject_id=held.id, state="running", n_done=1, n_total=3))
    database.session.commit()
    page = teacher.page(address)
    assert "1 of 3 rows" in page.text
    poll = page.find("div", hx_target="#progress")
    assert poll.get("hx-get") == address
    same = teacher.get(
        address, headers={"HX-Request": "true", "HX-Target": "section#progress", "HX-PTag": poll.get("hx-ptag")}
    )
    assert same.status_code == 304
    moved = teacher.fragment(address, "progress", headers={"HX-PTag": "older"})
    assert "1 of 3" in moved.text


def test_a_file_is_gone_after_a_day(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    held = state_of(address)
    held.created_at = now() - timedelta(hours=25)
    database.session.commit()
    assert teacher.get(f"{address}/check").status_code == 303
    assert "not imported" in teacher.page(address).text
    upload(teacher, ash, csv_bytes(GOOD))
    assert state_of(address).sealed_file is None


def test_a_job_deletes_what_nobody_applied_for_a_day(teacher, ash):
    old, _ = check(teacher, ash, csv_bytes(GOOD))
    new, _ = check(teacher, ash, csv_bytes(GOOD))
    state_of(old).created_at = now() - timedelta(hours=25)
    database.session.commit()
    waiting = database.session.scalars(select(Job).where(Job.kind == importing.DELETE_KIND)).all()
    assert [job.state for job in waiting] == ["queued", "queued"]
    importing.delete_file(Task(waiting[0].id, None, None))
    database.session.commit()
    assert state_of(old).state == importing.DISCARDED
    assert state_of(old).sealed_file is None
    assert state_of(new).sealed_file is not None


def test_a_file_can_be_thrown_away(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    teacher.post_form(f"{address}/discard", at=f"{address}/check")
    assert state_of(address).sealed_file is None
    assert "not imported" in teacher.page(address).text


def test_only_the_home_school_reaches_an_import(teacher, ash, browser_of):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    partnership = ash.memberships[0].partnership
    others = [
        make.a_person("administrator"),
        make.a_person("lead", partnership=partnership),
        make.a_person("associate", partnership=partnership),
        make.a_person("leader", school=make.a_school()),
    ]
    for person in others:
        for part in ("", "/columns", "/check", "/refused.csv", "/whole.xlsx"):
            assert browser_of(person).get(address + part).status_code == 404, part


def test_an_import_is_noted_with_counts_and_without_names(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, address)
    database.session.rollback()
    events = {one.action: one for one in database.session.scalars(select(AuditEvent))}
    assert events["import pupils"].detail == {"n_added": 3, "n_changed": 0, "n_unchanged": 0}
    assert events["import pupils"].school_id == ash.id
    assert "Maya" not in repr([one.detail for one in events.values()])
