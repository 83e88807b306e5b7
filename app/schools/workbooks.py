"""Workbooks (XLSX, XLS, ODS), judged from outside and then read by a child process.

A workbook of a few kilobytes can ask for half a terabyte: by packing (checked here, before anything is
opened) or by one cell in the last corner of the sheet (a reader that lays out a full grid dies of it). So the
reading is done by `workbook_child.py` in a process with limits.
"""

import json
import zipfile
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

from app.limited import Limits, TooDemanding, ask
from app.schools.refusals import (
    DamagedWorkbook,
    EmptyFile,
    FileRefused,
    LockedWorkbook,
    NotATable,
    TooManyColumns,
    TooManyRows,
    WorkbookTooBig,
)
from app.web.languages import _

CHILD = Path(__file__).with_name("workbook_child.py")
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_OLE = "EncryptedPackage".encode("utf-16-le")
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024  # below this an entry may be packed as tightly as it likes
CHUNK = 1024 * 1024
LIMITS = Limits(memory=512 * 1024 * 1024, processor=15, clock=20)


class Formula(str):
    """The text a cell showed, where that text was worked out by a formula."""

    __slots__ = ()


Cell = str | date


def is_workbook(data: bytes) -> bool:
    """True for what a workbook starts with; anything else is tried as text."""
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


def rows_of_workbook(data: bytes, *, most_rows: int, most_columns: int) -> tuple[str, list[list[Cell]]]:
    """Name and rows of the first visible sheet that holds anything, counted from the sheet's first row."""
    if data.startswith(ZIP_MAGIC):
        check_package(data)
    elif LOCKED_OLE in data:
        raise LockedWorkbook
    answer = _ask_child(data, most_rows=most_rows, most_columns=most_columns)
    if fault := answer.get("fault"):
        raise _fault(fault, most_rows=most_rows, most_columns=most_columns)
    return answer["sheet"], [[_cell(value) for value in row] for row in answer["rows"]]


def check_package(data: bytes) -> None:
    """Refuse a zip that is no workbook, is locked, or unpacks to more than it should.

    Sizes are first taken from the directory and then counted while unpacking, because a directory can lie.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(entries)
            unpacked = sum(_unpacked_size(package, entry) for entry in entries)
            locked = _locked_ods(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError):
        raise DamagedWorkbook from None
    if unpacked > MOST_UNPACKED:
        raise WorkbookTooBig
    if locked:
        raise LockedWorkbook


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedWorkbook
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise WorkbookTooBig
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise NotATable(_("not a spreadsheet"))
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise WorkbookTooBig


def _unpacked_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    size = 0
    with package.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MOST_UNPACKED:
                raise WorkbookTooBig
    if size != entry.file_size:
        raise DamagedWorkbook
    return size


def _locked_ods(package: zipfile.ZipFile) -> bool:
    name = "META-INF/manifest.xml"
    return name in package.namelist() and b"encryption-data" in package.read(name)


def _ask_child(data: bytes, *, most_rows: int, most_columns: int) -> dict:
    try:
        said = ask(CHILD, str(most_rows), str(most_columns), data=data, limits=LIMITS)
    except TooDemanding:
        raise WorkbookTooBig from None
    return json.loads(said)


def _fault(name: str, *, most_rows: int, most_columns: int) -> FileRefused:
    known: dict[str, FileRefused] = {
        "locked": LockedWorkbook(),
        "empty": EmptyFile(_("The workbook has no sheet with anything in it")),
        "rows": TooManyRows(most_rows),
        "columns": TooManyColumns(most_columns),
    }
    return known.get(name) or DamagedWorkbook()


def _cell(value: str | list[str]) -> Cell:
    if isinstance(value, str):
        return value
    kind, text = value
    return date.fromisoformat(text) if kind == "date" else Formula(text)
