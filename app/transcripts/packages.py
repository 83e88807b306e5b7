"""Zipped documents (DOCX, ODT), judged by their directory before any part is unpacked.

Nothing is ever written to a disk, and only the parts that hold words are unpacked whole.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath

from app.transcripts.refusals import TranscriptRefused

MAGIC = b"PK\x03\x04"
MOST_PARTS = 1_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PART = 64 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024  # below this a part may be packed as tightly as it likes
CHUNK = 64 * 1024
PACKED = {".zip", ".docx", ".docm", ".dotm", ".xlsx", ".xlsm", ".pptx", ".odt", ".jar", ".7z", ".rar", ".gz", ".exe"}
MACRO_FOLDERS = ("Basic/", "Scripts/")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError, ValueError)


class Package:
    """A zip whose directory is safe. Parts come in chunks, and never more of one than its directory says."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one part; TranscriptRefused when it is not there or not what its directory says."""
        with _whole():
            entry = self._archive.getinfo(name)
            size = 0
            with self._archive.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > min(entry.file_size, MOST_PART):
                        raise TranscriptRefused("packed")
                    yield chunk

    def start(self, name: str, n: int) -> bytes:
        """The first bytes of one part."""
        with _whole(), self._archive.open(name) as stream:
            return stream.read(n)


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except TranscriptRefused:
        raise
    except (*BROKEN, KeyError):
        raise TranscriptRefused("damaged") from None
    except RuntimeError:
        raise TranscriptRefused("locked") from None


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """A package, once its directory was judged."""
    with _whole():
        archive = zipfile.ZipFile(BytesIO(data))
    with archive:
        entries = archive.infolist()
        _check_sizes(entries)
        _check_names([entry.filename for entry in entries])
        package = Package(archive)
        _check_inside(package)
        yield package


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise TranscriptRefused("packed")
    for entry in entries:
        if entry.flag_bits & 1:
            raise TranscriptRefused("locked")
        if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise TranscriptRefused("packed")


def _check_names(names: list[str]) -> None:
    if len(set(names)) < len(names):
        raise TranscriptRefused("damaged")
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise TranscriptRefused("paths")
        if path.name.casefold() == "vbaproject.bin" or (name.startswith(MACRO_FOLDERS) and not name.endswith("/")):
            raise TranscriptRefused("macros")
        if path.suffix.casefold() in PACKED or "embeddings" in path.parts:
            raise TranscriptRefused("nested")


def _check_inside(package: Package) -> None:
    for name in package.names:
        if not name.endswith("/") and package.start(name, len(MAGIC)) == MAGIC:
            raise TranscriptRefused("nested")
