"""What a pupil's browser does: come in, say yes, choose and go on forty-five times, finish."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.bench.client import HTMX, Client, Reply, Trouble

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
CHOICE = re.compile(r'name="answer"[^>]*? value="(\d)"|value="(\d)"[^>]*? name="answer"')
ACTION = re.compile(r'<form method="post" action="([^"]+)"')

Pause = Callable[[], Awaitable[bool]]
"""Waits as long as a pupil thinks; False when time is up."""


async def enter(client: Client, class_code: str, card_code: str) -> Reply:
    """Type both codes and agree; gives the page with the first statement."""
    page = await client.get(f"/answer/{class_code}", "enter")
    form = {"csrf_token": token(page), "class_code": class_code, "card_code": card_code}
    page = await client.follow(await client.post("/answer", form, "enter"), "enter")
    form = {"csrf_token": token(page), "agree": "yes"}
    return await client.follow(await client.post("/answer/start", form, "enter"), "enter")


async def answer_by_script(client: Client, page: Reply, *, pause: Pause, dice: random.Random) -> bool:
    """As a browser with JavaScript: choosing saves at once, the button brings the next statement."""
    saving, going = HTMX | {"HX-Target": "p#saved"}, HTMX | {"HX-Target": "main#main"}
    while codes := choices(page):
        if not await pause():
            return False
        url, form = action(page), {"csrf_token": token(page), "answer": dice.choice(codes), "write": uuid4().hex}
        await client.post(url, form | {"move": "save"}, "save", headers=saving)
        page = await client.post(url, form | {"move": "next"}, "next", headers=going)
    return await _finish(client, page)


async def answer_by_form(client: Client, page: Reply, *, pause: Pause, dice: random.Random) -> bool:
    """As a browser without JavaScript: one form a statement, and a redirect to the next."""
    while codes := choices(page):
        if not await pause():
            return False
        form = {"csrf_token": token(page), "answer": dice.choice(codes), "move": "next"}
        page = await client.follow(await client.post(action(page), form, "save"), "next")
    return await _finish(client, page)


async def _finish(client: Client, page: Reply) -> bool:
    reply = await client.post(action(page), {"csrf_token": token(page)}, "finish")
    await client.follow(reply, "finish")
    return True


async def no_pause() -> bool:
    await asyncio.sleep(0)
    return True


def token(page: Reply) -> str:
    return _first(TOKEN, page)


def action(page: Reply) -> str:
    return _first(ACTION, page)


def choices(page: Reply) -> list[str]:
    """Codes of the answers offered; none when the page asks nothing."""
    return [first or second for first, second in CHOICE.findall(page.text)]


def _first(pattern: re.Pattern[str], page: Reply) -> str:
    found = pattern.search(page.text)
    if found is None:
        raise Trouble(f"the page has no {pattern.pattern}: {page.text[:300]}")
    return found[1]
