"""Starts the server as `flask serve` does, and again whenever it was killed, having loaded the program once.

Run as `python -m tests.faults.launcher FILE`; FILE always holds the process group of the present server.
"""

import os
import sys
from pathlib import Path

from app.cli import server_for
from wsgi import app


def main(group_file: Path) -> None:
    while True:
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            server_for(app.config["SETTINGS"]).serve()
            os._exit(0)
        waiting = group_file.with_suffix(".new")
        waiting.write_text(str(child), encoding="ascii")
        waiting.replace(group_file)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
