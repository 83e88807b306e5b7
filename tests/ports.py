"""Ports for servers that tests start."""

import itertools
import os
import socket

FIRST, LAST = 10_000, 30_000
"""Below those that systems lend to connections going out: one of these could take a port before its server does."""
_ports = itertools.count(os.getpid() * 101)


def free_port() -> int:
    """A port that nobody listens at. Test processes that run beside one another look at different ones."""
    for number in _ports:
        port = FIRST + number % (LAST - FIRST)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("ports have no end")
