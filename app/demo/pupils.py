"""Virtual pupils: each enters with a card and answers at a pace of their own, through the pages real pupils use."""

import random
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException

from app.demo.browser import Browser, Seen, Unexpected

MOST_PAGES = 20
SCREEN = re.compile(r'<template data-number="\d+">(.*?)</template>', re.DOTALL)
CODE = re.compile(r'<input type="radio"[^>]*? value="([^"]+)"')
LEANING = (1, 2, 4, 6, 4)  # how often each of five answers is chosen where nothing is known of the pupil
STEADY = 0.6  # share of answers that stay what they were in the first wave
RISING = 0.75  # of the others, the share that rises


@dataclass(frozen=True)
class Ticket:
    """What a pupil holds: two codes, and what they answered before (a character a question, or nothing)."""

    class_code: str
    card_code: str
    before: str = ""


@dataclass
class Tally:
    """What all pupils have done so far."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, what: str, n: int = 1) -> None:
        with self.lock:
            self.counts[what] += n


class Pupil(threading.Thread):
    """One pupil. `seconds` is how long they take in all, `entry` the path where codes are typed."""

    def __init__(self, ticket: Ticket, tally: Tally, *, place: tuple[str, int], entry: str, seconds: float) -> None:
        super().__init__(daemon=True)
        self.ticket, self.tally, self.entry, self.seconds = ticket, tally, entry, seconds
        self.browser = Browser(*place)
        self.random = random.Random(ticket.card_code)
        self.n_given = 0

    def run(self) -> None:
        try:
            time.sleep(self.random.uniform(0, self.seconds * 0.15))
            self.answer_everything()
            self.tally.add("finished")
        except (OSError, HTTPException, Unexpected) as trouble:
            with self.tally.lock:
                self.tally.troubles.append(f"{type(trouble).__name__}: {trouble}")
        finally:
            self.browser.close()
            with self.tally.lock:
                self.tally.slowest = max(self.tally.slowest, self.browser.slowest)

    def answer_everything(self) -> None:
        """From the first page to the thanks."""
        page = self.browser.open(self.entry)
        form = page.form_with("class_code")
        if form is None:
            raise Unexpected(f"{page.path} asks for no class code")
        page = self.browser.send(form, class_code=self.ticket.class_code, card_code=self.ticket.card_code)
        self.tally.add("started")
        for _ in range(MOST_PAGES):
            if not page.forms:
                return
            page = self.next_page(page)
        raise Unexpected(f"no end after {MOST_PAGES} pages")

    def next_page(self, page: Seen) -> Seen:
        """Do what the page asks for."""
        if form := page.form_with("answer"):
            return self.answer_sheet(form.hidden)
        if form := page.form_with("agree"):
            return self.browser.send(form, agree="yes")
        if form := next((form for form in page.forms if form.action.endswith("/finish")), None):
            return self.browser.send(form)
        raise Unexpected(f"{page.path} asks for nothing that a pupil gives")

    def answer_sheet(self, hidden: dict[str, str]) -> Seen:
        """As the pages' script: hold the response, have every screen, send each answer; then look through them."""
        token = {"csrf_token": hidden["csrf_token"]}
        held = self.browser.call(f"{self.entry}/take-up", token)
        screens = SCREEN.findall(self.browser.open(f"{self.entry}/sheet").text)
        common = token | {"lease": str(held["lease"])}
        for number, screen in enumerate(screens[held["number"] - 1 :], start=held["number"]):
            self.think()
            given = {"question": str(number), "answer": self.choose(CODE.findall(screen))}
            order = {"seq": str(held["seq"] + number), "write": secrets.token_urlsafe(12)}
            self.browser.call(f"{self.entry}/writes", common | given | order)
            self.tally.add("answers")
        return self.browser.open(f"{self.entry}/review")

    def think(self) -> None:
        n_questions = len(self.ticket.before) or 45
        time.sleep(self.seconds * 0.8 / n_questions * self.random.uniform(0.4, 1.6))

    def choose(self, offered: list[str]) -> str:
        """The answer of the first wave again, or a step away from it, most often upwards."""
        scored = [code for code in offered if code.isdigit()] or offered
        before = self.ticket.before[self.n_given : self.n_given + 1]
        self.n_given += 1
        if before not in scored:
            return self.random.choices(scored, LEANING[: len(scored)])[0]
        if self.random.random() < STEADY:
            return before
        step = 1 if self.random.random() < RISING else -1
        return scored[min(max(scored.index(before) + step, 0), len(scored) - 1)]
