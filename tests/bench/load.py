"""The load generator, a process of its own: reads one job as JSON, writes what happened as JSON.

A job is {"kind": "class" | "hello" | "watch", "port", "seconds", ...}; see `tests.bench.crowd`, which sends it.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

from tests.bench import pupil
from tests.bench.client import Client, Trouble


class Crowd:
    """Everybody who uses the server at once, until the time is up."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.times: list[tuple[str, float, float]] = []
        self.errors: list[str] = []
        self.complete = 0
        self.answering: asyncio.Event = asyncio.Event()
        self.waiting = len(job.get("cards", []))
        self.until = time.perf_counter() + job["seconds"]

    async def run(self) -> None:
        kind = self.job["kind"]
        if kind == "class":
            await asyncio.gather(*(self._sit(card, n) for n, card in enumerate(self.job["cards"])))
        else:
            await asyncio.gather(*(self._ask_again(n) for n in range(self.job["clients"])))

    async def _sit(self, card: str, number: int) -> None:
        """One pupil. All wait at the first statement until everybody is in, as a class does."""
        client = Client(self.job["port"], self.times)
        dice = random.Random(number)
        answer = pupil.answer_by_script if self.job.get("script", True) else pupil.answer_by_form
        try:
            await asyncio.sleep(dice.random() * self.job.get("arrive", 0))
            page = await self._come_in(client, card)
            finished = await answer(client, page, pause=self._pausing(dice), dice=dice)
            self.complete += finished
        except (Trouble, OSError, EOFError) as error:
            self.errors.append(repr(error))
        finally:
            client.close()

    async def _come_in(self, client: Client, card: str) -> Any:
        try:
            return await pupil.enter(client, self.job["class_code"], card)
        finally:
            self.waiting -= 1
            if not self.waiting:
                self.until = time.perf_counter() + self.job["seconds"]
                self.answering.set()
            await self.answering.wait()

    def _pausing(self, dice: random.Random) -> pupil.Pause:
        think = self.job.get("think", 0)

        async def pause() -> bool:
            if think:
                await asyncio.sleep(dice.uniform(0.5, 1.5) * think)
            return time.perf_counter() < self.until

        return pause

    async def _ask_again(self, number: int) -> None:
        """Ask for one address, at once or every few seconds, until the time is up; `windows` take turns."""
        windows = self.job.get("windows", [self.job])
        mine, every = windows[number % len(windows)], self.job.get("every", 0)
        client = Client(self.job["port"], self.times, cookies=dict(mine.get("cookies", {})))
        try:
            await asyncio.sleep(random.Random(number).random() * every)
            while time.perf_counter() < self.until:
                await client.get(mine["path"], "ask", mine.get("headers"))
                await asyncio.sleep(every)
        except (Trouble, OSError, EOFError) as error:
            self.errors.append(repr(error))
        finally:
            client.close()


def main() -> None:
    job = json.load(sys.stdin)
    crowd = Crowd(job)
    asyncio.run(crowd.run())
    result = {
        "times": crowd.times,
        "errors": crowd.errors,
        "complete": crowd.complete,
        "own_cpu": time.process_time(),
    }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
