"""Starts the server as `flask serve` does, and again whenever it was killed, having loaded the program once.

Run as `python -m tests.faults.launcher FILE WORKERS`; FILE always holds the process group of the present server. Two
workers on SQLite are slower than one, so the product refuses them; they are no less safe, and the tests ask for more.
Of several, one that was killed is started again almost at once, so that a thousand can be killed in one lesson.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

from app import serving
from wsgi import app


def main(group_file: Path, workers: int) -> None:
    settings = replace(app.config["SETTINGS"], workers=workers)
    if workers > 1:
        serving.LONGEST_PAUSE = 0.02
    while True:
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            serving.server_for(settings).serve()
            os._exit(0)
        waiting = group_file.with_suffix(".new")
        waiting.write_text(str(child), encoding="ascii")
        waiting.replace(group_file)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
