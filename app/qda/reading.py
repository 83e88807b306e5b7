"""A stranger's file to a project or a code book, by way of a process that can do no harm."""

import json

from app.limited import Limits, TooDemanding, ask
from app.qda import child
from app.qda.model import CodeBook, Project
from app.qda.plain import from_json, from_lines
from app.qda.problems import Problem, Refused, refused

MOST_BYTES = 20 * 1024 * 1024
LIMITS = Limits(memory=512 * 1024 * 1024, processor=20, clock=60)


def from_qdpx(data: bytes) -> Project:
    """Read a project; `Refused` lists what is wrong with it. This takes a moment: call it outside a transaction."""
    return from_lines(plain_of_qdpx(data))


def plain_of_qdpx(data: bytes) -> bytes:
    """The same as `plain` writes it, to be kept: writing a big project anew takes twice the memory."""
    return _asked("project", data)


def from_qdc(data: bytes) -> CodeBook:
    """Read a code book; `Refused` lists what is wrong with it."""
    return from_json(CodeBook, _asked("book", data).decode())


def refuse_size(data: bytes) -> None:
    """Refused when there is nothing in a file, or more than is taken."""
    if not data:
        raise refused("empty")
    if len(data) > MOST_BYTES:
        raise refused("big")


def _asked(what: str, data: bytes) -> bytes:
    refuse_size(data)
    try:
        said = ask(child.PROGRAM, what, data=data, limits=LIMITS)
    except TooDemanding:
        raise refused("demanding") from None
    faults = json.loads(said).get("faults") if said.startswith(b'{"faults"') else None
    if faults:
        raise Refused(*(Problem(*one) for one in faults))
    return said
