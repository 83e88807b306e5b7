"""What the machine is, and what a process and its children have used of it, read from /proc."""

import os
import platform
import resource
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1_000_000


def describe(folder: Path) -> str:
    """One sentence naming processor, cores, system, Python and the disk that `folder` lies on."""
    return (
        f"{os.cpu_count()} cores of {_processor()}, {_system()}, Python {platform.python_version()}, "
        f"{_file_system(folder)} disk, load average {os.getloadavg()[0]:.1f} at the start"
    )


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children.get(found[-1], []))
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time of the whole family so far, of members that have ended too."""
    ticks = 0
    for member in family(pid):
        if fields := _stat(member):
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def memory_mb(pid: int) -> list[float]:
    """Proportional memory of each member of the family, in MB, the largest first."""
    sizes = []
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes += [int(line.split()[1]) * 1024 / MEGABYTE for line in lines if line.startswith("Pss:")]
    return sorted(sizes, reverse=True)


@dataclass(frozen=True)
class Busy:
    """Seconds of processor time that everybody on the machine has used, and that the bench has."""

    everybody: float
    bench: float


def busy() -> Busy:
    """Processor time so far. The bench's is its own and that of its children that have ended."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    idle = fields[3] + fields[4]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Busy((sum(fields[:8]) - idle) / TICKS, sum(one.ru_utime + one.ru_stime for one in used))


def share_of_others(before: Busy, seconds: float) -> float:
    """Per cent of all cores that other programs used since; a shared machine's figures must be read with it."""
    after = busy()
    others = (after.everybody - before.everybody) - (after.bench - before.bench)
    return max(0.0, others / seconds / (os.cpu_count() or 1) * 100)


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on; nothing when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()


def _system() -> str:
    names = platform.freedesktop_os_release()
    return names.get("PRETTY_NAME", platform.platform())


def _file_system(folder: Path) -> str:
    """Type of the file system with the longest mount point above `folder`."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(point, kind) for point, kind in mounts if folder.resolve().is_relative_to(point)]
    return max(above, key=lambda mount: len(mount[0]))[1]
