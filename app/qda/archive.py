"""The zip around a project: judged by its directory before a part is unpacked, and written the same each time."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

from app.qda.problems import refused

MOST_PARTS = 5_000
MOST_READ = 24 * 1024 * 1024
"""Bytes that are read of one project, XML and texts together: some 100 long interviews with all their codings.
Recordings and pictures are never unpacked."""
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
FOLDER = "sources"
PROJECT = "project.qde"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError, RuntimeError)


class Archive:
    """The parts of a project's file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except BROKEN:
            raise refused("damaged") from None
        entries = self._zip.infolist()
        _check(entries)
        self._left = MOST_READ
        self._names = {entry.filename.casefold(): entry for entry in entries}

    def project(self) -> bytes:
        """The XML of the project: `project.qde`, or the one file of that ending in the root."""
        roots = [entry for name, entry in self._names.items() if name.endswith(".qde") and "/" not in name]
        named = self._names.get(PROJECT)
        if named is None and len(roots) != 1:
            raise refused("project")
        return self._read(named or roots[0])

    def source(self, path: str) -> bytes | None:
        """What `internal://name` stands for; None when it is not in the file. Capitals don't count."""
        entry = self._entry(path)
        return None if entry is None else self._read(entry)

    def has(self, path: str) -> bool:
        """True when `internal://name` is in the file."""
        return self._entry(path) is not None

    def _entry(self, path: str) -> zipfile.ZipInfo | None:
        if not path.casefold().startswith("internal://"):
            return None
        name = path[len("internal://") :].lstrip("/")
        return self._names.get(f"{FOLDER}/{name}".casefold())

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.file_size > self._left:
            raise refused("packed")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except BROKEN:
            raise refused("damaged") from None
        if len(content) > entry.file_size:
            raise refused("packed")
        self._left -= len(content)
        return content


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS:
        raise refused("packed")
    if len({name.casefold() for name in names}) < len(names):
        raise refused("damaged")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
            raise refused("paths")
        if entry.flag_bits & 1:
            raise refused("locked")
        if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise refused("packed")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts: the same parts give the same bytes, whenever it is made."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
