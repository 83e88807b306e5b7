"""The system calls of a process, as strace writes them down, read as operations on one folder's files."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.faults.disk import Name, Note, Operation, Sync, Truncate, Write

STRACE = shutil.which("strace")
CALLS = (
    "openat,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,ftruncate,truncate,fallocate,"
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat"
)
LINE = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+)")
UNFINISHED = re.compile(r"(?P<pid>\d+) +(?P<begun>\w+\(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"(?P<pid>\d+) +<\.\.\. \w+ resumed>(?P<end>.*)$")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
WHERE = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")


def record(command: list[str], output: Path, *, folder: Path, environment: dict[str, str]) -> None:
    """Run a command to its end; every call that may change files is written down, its bytes in full."""
    assert STRACE
    words = [STRACE, "-f", "-y", "-xx", "-s", "1000000", "-o", str(output), "-e", f"trace={CALLS}", *command]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


class Reader:
    """Operations on the files of `folder` whose names begin with `stem`; lines written to `notes` become notes."""

    def __init__(self, folder: Path, stem: str, notes: str, *, there: dict[str, int]) -> None:
        self.folder, self.stem, self.notes = str(folder), stem, notes
        self.files = dict(there)
        self.last = max(there.values(), default=0)

    def read(self, output: Path) -> Iterator[Operation]:
        """Every operation, in order."""
        for line in whole_lines(output):
            found = LINE.match(line)
            if found and int(found["result"]) >= 0:
                yield from self._operations(found["call"], found["rest"])

    def _operations(self, call: str, rest: str) -> Iterator[Operation]:
        where = WHERE.search(rest)
        path = unhex(where[1]).decode(errors="replace") if where and call not in NAMING else ""
        if call == "openat":
            path = self._opened(rest)
        name = path.rsplit("/", 1)[-1]
        if call in NAMING:
            yield from self._naming(call, rest)
        elif call in {"fsync", "fdatasync"} and path == self.folder:
            yield Sync(0)
        elif not path.startswith(f"{self.folder}/"):
            return
        elif call == "write" and name == self.notes:
            yield Note(unhex(TEXT.search(rest)[1]).decode())  # type: ignore[index]
        elif name.startswith(self.stem) and not name.endswith("-shm"):
            yield from self._change(call, name, rest)

    def _opened(self, rest: str) -> str:
        found = TEXT.search(rest)
        return unhex(found[1]).decode(errors="replace") if found else ""

    def _change(self, call: str, name: str, rest: str) -> Iterator[Operation]:
        if call == "openat":
            if name not in self.files and "O_CREAT" in rest:
                yield self._make(name)
            return
        file = self.files[name]
        if call in {"fsync", "fdatasync"}:
            yield Sync(file)
        elif call == "ftruncate":
            yield Truncate(file, int(rest.rsplit(",", 1)[1]))
        elif call == "pwrite64":
            offset = int(rest.rsplit(",", 1)[1])
            yield Write(file, offset, unhex(TEXT.search(rest)[1]))  # type: ignore[index]
        else:
            raise AssertionError(f"{call} changes {name} in a way that is not understood")

    def _naming(self, call: str, rest: str) -> Iterator[Operation]:
        paths = [unhex(found).decode(errors="replace") for found in TEXT.findall(rest)]
        names = [path.rsplit("/", 1)[-1] for path in paths if path.startswith(f"{self.folder}/{self.stem}")]
        if not names or names[0].endswith("-shm"):
            return
        if call in {"unlink", "unlinkat"}:
            self.files.pop(names[0], None)
            yield Name(names[0], 0)
        elif call.startswith("rename") and len(names) == 2:
            self.files[names[1]] = self.files.pop(names[0])
            yield Name(names[1], self.files[names[1]])
            yield Name(names[0], 0)
        else:
            raise AssertionError(f"{call} of {names} is not understood")

    def _make(self, name: str) -> Name:
        self.last += 1
        self.files[name] = self.last
        return Name(name, self.last)


NAMING = frozenset({"unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat"})


def whole_lines(output: Path) -> Iterator[str]:
    """Lines of the record; a call that was interrupted by another thread's is put together where it ended."""
    begun: dict[str, str] = {}
    with output.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if found := UNFINISHED.match(line):
                begun[found["pid"]] = found["begun"]
            elif found := RESUMED.match(line):
                yield f"{found['pid']} {begun.pop(found['pid'])}{found['end']}"
            else:
                yield line


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
