"""A disk on which the power may fail: what a recorded process wrote, what of it was synced, and what may be left of it.

What was written and not yet synced may be there, not be there, or be there in part: writes of one file in any choice,
each torn at a sector's edge at the worst. Names (made, taken away, changed) come in their order, as journaling file
systems keep them, and are safe with the next sync of a file or of the folder.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

SECTOR = 512


@dataclass(frozen=True)
class Write:
    """Bytes laid into a file, which is named by a number: a name may pass to another file."""

    file: int
    offset: int
    content: bytes


@dataclass(frozen=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    """A file is safe, or the folder alone (file 0); names are safe with either."""

    file: int


@dataclass(frozen=True)
class Name:
    """A name in the folder now leads to this file; 0 takes it away."""

    name: str
    file: int


@dataclass(frozen=True)
class Note:
    """A line that the process wrote about itself: no part of the disk, but in order with what is."""

    line: str


Operation = Write | Truncate | Sync | Name | Note
Image = dict[str, bytearray]


@dataclass
class Disk:
    """What is safe, and what waits for its sync in the order in which it came."""

    names: dict[str, int]
    files: dict[int, bytearray]
    waiting: list[Write | Truncate] = field(default_factory=list)
    unsafe_names: list[Name] = field(default_factory=list)

    def take(self, operation: Operation) -> None:
        if isinstance(operation, (Write, Truncate)):
            self.waiting.append(operation)
        elif isinstance(operation, Name):
            self.unsafe_names.append(operation)
        elif isinstance(operation, Sync):
            for name in self.unsafe_names:
                rename(self.names, name)
            self.unsafe_names = []
            for one in self.waiting:
                if one.file == operation.file:
                    lay(self.files, one)
            self.waiting = [one for one in self.waiting if one.file != operation.file]

    def synced_only(self) -> Image:
        """What is there when everything unsafe is lost."""
        return {name: bytearray(self.files.get(file, b"")) for name, file in self.names.items()}

    def after_power_loss(self, chance: random.Random) -> Image:
        """What is safe, and a random choice of the rest."""
        names, files = dict(self.names), {file: bytearray(content) for file, content in self.files.items()}
        for name in self.unsafe_names[: chance.randint(0, len(self.unsafe_names))]:
            rename(names, name)
        share = chance.choice((0.1, 0.5, 0.9, 1.0))
        for one in self.waiting:
            if chance.random() < share:
                lay(files, torn(one, chance) if chance.random() < 0.2 else one)
        return {name: files.get(file, bytearray()) for name, file in names.items()}


def rename(names: dict[str, int], change: Name) -> None:
    if change.file:
        names[change.name] = change.file
    else:
        names.pop(change.name, None)


def lay(files: dict[int, bytearray], one: Write | Truncate) -> None:
    """Do to the file what the process did."""
    content = files.setdefault(one.file, bytearray())
    if isinstance(one, Truncate):
        del content[one.size :]
        content.extend(bytes(one.size - len(content)))
    else:
        content.extend(bytes(max(0, one.offset + len(one.content) - len(content))))
        content[one.offset : one.offset + len(one.content)] = one.content


def torn(one: Write | Truncate, chance: random.Random) -> Write | Truncate:
    """The beginning or the end of a write alone, cut where a sector of the disk ends."""
    if isinstance(one, Truncate):
        return one
    edges = range(SECTOR - one.offset % SECTOR, len(one.content), SECTOR)
    if not edges:
        return one
    edge = chance.choice(edges)
    if chance.random() < 0.5:
        return Write(one.file, one.offset, one.content[:edge])
    return Write(one.file, one.offset + edge, one.content[edge:])


def crash_again_and_again(
    disk: Disk, operations: list[Operation], judge: Callable[[Image], None], note: Callable[[str], None], *, least: int
) -> int:
    """Fail the power after every operation, in `least` ways altogether; the number of ways tried.

    After a sync and after a note the worst is looked at as well: that nothing is there but what is safe.
    """
    chance, n_states = random.Random(73), 0
    n_worst = sum(isinstance(operation, (Sync, Note)) for operation in operations)
    n_others, n_seen = len(operations) - n_worst, 0
    n_wanted = max(n_others, least - n_worst)
    for operation in operations:
        if isinstance(operation, Note):
            note(operation.line)
        else:
            disk.take(operation)
        worst = isinstance(operation, (Sync, Note))
        n_seen += not worst
        n_ways = 1 if worst else n_seen * n_wanted // n_others - (n_seen - 1) * n_wanted // n_others
        for _ in range(n_ways):
            judge(disk.synced_only() if worst else disk.after_power_loss(chance))
        n_states += n_ways
    return n_states
