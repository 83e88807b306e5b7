"""Run as a program: limits itself, then becomes the program it is told to run.

`child.py MEMORY SECONDS PROGRAM ARGUMENTS...`. Memory is counted in bytes of address space above what this process
has when it starts, time in seconds of the processor. No file can be written (`RLIMIT_FSIZE` is 0; standard output is
a pipe). Pure modules of the app can be imported, `app/__init__.py` and with it the web is not.
"""

import math
import runpy
import signal
import sys
from pathlib import Path
from types import ModuleType

STATUS = Path("/proc/self/statm")


def main() -> None:
    memory, seconds, program = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    app = ModuleType("app")
    app.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["app"] = app
    sys.argv = sys.argv[3:]
    limit(memory, seconds)
    runpy.run_path(program, run_name="__main__")


def limit(memory: int, seconds: float) -> None:
    """Take from this process what it must not have."""
    try:
        import resource
    except ImportError:  # systems without it still have the parent's clock
        return
    space = memory + _space()
    whole = math.ceil(seconds) + 1  # in case the finer clock below does not stop it
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _space() -> int:
    """Bytes of address space this process has now; 0 where the system does not tell."""
    import resource

    if not STATUS.exists():
        return 0
    return int(STATUS.read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
