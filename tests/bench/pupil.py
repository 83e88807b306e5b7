"""What a pupil's browser does: come in, say yes, choose forty-five times, finish."""

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.bench.client import Client, Reply, Trouble

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LEASE = re.compile(r'name="lease" value="([^"]+)"')
SCREEN = re.compile(r'<template data-number="\d+">(.*?)</template>', re.DOTALL)
CHOICE = re.compile(r'name="answer"[^>]*? value="(\d)"|value="(\d)"[^>]*? name="answer"')
ACTION = re.compile(r'<form method="post" action="([^"]+/(?:questions/\d+|finish))"')

GZIP = {"Accept-Encoding": "gzip"}

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
    """As a browser with JavaScript: it holds the response, has every screen, and sends nothing but answers."""
    form = {"csrf_token": token(page)}
    held = json.loads((await client.post("/answer/take-up", form, "take up")).text)
    sheet = await client.get("/answer/sheet", "sheet", GZIP)
    form["lease"] = str(held["lease"])
    for number, screen in enumerate(SCREEN.findall(sheet.text), start=1):
        if not await pause():
            return False
        given = {"question": str(number), "answer": dice.choice(_codes(screen)), "seq": str(held["seq"] + number)}
        await client.post("/answer/writes", form | given | {"write": uuid4().hex}, "save")
    return await _finish(client, form)


async def answer_by_form(client: Client, page: Reply, *, pause: Pause, dice: random.Random) -> bool:
    """As a browser without JavaScript: one form a statement, and a redirect to the next."""
    while codes := choices(page):
        if not await pause():
            return False
        form = {"csrf_token": token(page), "lease": _first(LEASE, page), "answer": dice.choice(codes), "move": "next"}
        page = await client.follow(await client.post(action(page), form, "save"), "next")
    return await _finish(client, {"csrf_token": token(page), "lease": _first(LEASE, page)})


async def _finish(client: Client, form: dict[str, str]) -> bool:
    await client.follow(await client.post("/answer/finish", form, "finish"), "finish")
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
    return _codes(page.text)


def _codes(text: str) -> list[str]:
    return [first or second for first, second in CHOICE.findall(text)]


def _first(pattern: re.Pattern[str], page: Reply) -> str:
    found = pattern.search(page.text)
    if found is None:
        raise Trouble(f"the page has no {pattern.pattern}: {page.text[:300]}")
    return found[1]
