"""The server: how wide its doors are, and that one loading of the program is enough."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import server_for
from tests.conftest import settings_for
from tests.test_config import GOOD

ROOT = Path(__file__).parents[1]
COPIES = """
import multiprocessing, sys, wsgi
from app.cli import share_what_is_loaded
share_what_is_loaded()
child = multiprocessing.Process(target=lambda: sys.exit("wsgi" not in sys.modules))
child.start()
child.join()
sys.exit(child.exitcode)
"""


def test_the_server_is_as_the_settings_say_and_lets_a_whole_school_queue(tmp_path):
    server = server_for(settings_for("sqlite:///x.db", tmp_path, port=8123, workers=3, threads=7))
    assert (server.bind_addr, server.bind_port, server.workers, server.blocking_threads) == ("127.0.0.1", 8123, 3, 7)
    assert (server.backlog, server.backpressure) == (4096, 2048)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems load the program again in each worker")
def test_a_worker_begins_with_the_program_that_was_loaded_already(tmp_path):
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", COPIES], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
