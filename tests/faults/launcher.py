"""Starts the server, and starts it again whenever it was killed, from a process that has loaded the program once.

Run as `python -m tests.faults.launcher FILE`; FILE always holds the process group of the present server.
"""

import os
import sys
from pathlib import Path

from flask.cli import ScriptInfo

from app.cli import serve
from wsgi import app


def main(group_file: Path) -> None:
    while True:
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            serve.main(args=[], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
            os._exit(0)
        waiting = group_file.with_suffix(".new")
        waiting.write_text(str(child), encoding="ascii")
        waiting.replace(group_file)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
