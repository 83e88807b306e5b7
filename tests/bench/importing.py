"""How long an import of 2,000 pupils takes, page by page, as a member of staff sends it."""

import re
import time
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

from app.db import now
from app.schools.upn import check_letter
from tests import factories
from tests.bench.field import Installation, cookies_of
from tests.bench.figures import Figure, Report
from tests.bench.server import Server

ROWS = 2_000
HEADINGS = "Adno,UPN,Forename,Surname,NC Year,Course,Start date"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 60.0
TARGET = 10


class Sender:
    """A browser without scripts: follows each form with its token, one request after the other."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.token = ""

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        headers = {"Cookie": self.cookie} | ({"Content-Type": content_type} if content_type else {})
        self.connection.request(method, path, body=body or None, headers=headers)
        reply = self.connection.getresponse()
        page = reply.read().decode()
        if cookie := reply.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        if found := TOKEN.search(page):
            self.token = found[1]
        return reply.status, reply.headers.get("Location", ""), page

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Post a form; where it leads."""
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        status, location, page = self.ask("POST", path, body, "application/x-www-form-urlencoded")
        if status != 303:
            raise RuntimeError(f"{path} gave {status}: {page[:300]}")
        return location

    def upload(self, path: str, data: bytes) -> str:
        """Post a file; where it leads."""
        part = b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        body = part % (b"csrf_token", b"", self.token.encode()) + part % (b"file", b'; filename="p.csv"', data)
        status, location, page = self.ask("POST", path, body + b"--cut--\r\n", "multipart/form-data; boundary=cut")
        if status != 303:
            raise RuntimeError(f"{path} gave {status}: {page[:300]}")
        return location


def pupils_file(n_rows: int) -> bytes:
    """A file as a school's system exports it, every UPN correct."""
    rows = [HEADINGS]
    for number in range(n_rows):
        rest = f"801{2000 + number // 1000}26{number % 1000:03d}"
        day = f"{now().date() + timedelta(days=number % 20):%d/%m/%Y}"
        rows.append(f"{5000 + number},{check_letter(rest)}{rest},Given{number},Family{number},Year 10,Bench,{day}")
    return "\r\n".join(rows).encode("cp1252")


def measure(installation: Installation, server: Server, report: Report, *, database: str) -> None:
    """The way of one file: upload and choose columns, check, confirm until done."""
    group, path, cookies = "Importing 2,000 pupils", *_school(installation)
    sender, data = Sender(server, cookies), pupils_file(ROWS)

    def add(name: str, seconds: float, target: float | None = None) -> None:
        report.add(database, Figure(group, name, seconds, "s", target))

    began = time.perf_counter()
    sender.ask("GET", path)
    address = sender.upload(path, data).removesuffix("/columns")
    fields = {"mis_id": "Adno", "upn": "UPN", "given_name": "Forename", "family_name": "Surname"}
    fields |= {"year_group": "NC Year", "course": "Course", "from_on": "Start date", "to_on": ""}
    sender.ask("GET", f"{address}/columns")
    sender.send(f"{address}/columns", fields)
    add("upload and columns", time.perf_counter() - began)
    checking = time.perf_counter()
    if "Import 2,000 pupils" not in sender.ask("GET", f"{address}/check")[2]:
        raise RuntimeError("the check does not offer the import")
    add("check (dry run)", time.perf_counter() - checking)
    applying = time.perf_counter()
    sender.send(f"{address}/apply", {})
    while "Importing it again would change nothing" not in sender.ask("GET", address)[2]:
        if time.perf_counter() - applying > PATIENCE:
            raise RuntimeError("the import does not end")
        time.sleep(0.1)
    add("from confirming to done", time.perf_counter() - applying)
    add("everything", time.perf_counter() - began, TARGET)


def _school(installation: Installation) -> tuple[str, dict[str, str]]:
    """A school with a course: where its import begins, and the cookies of one of its staff."""
    with installation.app() as app:
        school = factories.a_school()
        factories.a_course(factories.a_partnership(school), school, title="Bench")
        return f"/schools/{school.id}/import", cookies_of(app, factories.a_person("practitioner", school=school))
