"""What was shown before is gathered once, and yet never differs from what the ledger says."""

import random
from datetime import UTC, datetime, timedelta

from app.results.gathered import Gathered, Key, Ledgers
from app.results.sets import Sets, by_name

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Ledger:
    """A survey's releases; `asked` tells for which of them the sets were read."""

    def __init__(self, n: int, *, seed: int = 7) -> None:
        self.dice = random.Random(seed)
        self.listed: list[tuple[Key, bool]] = []
        self.sets: dict[Key, Sets] = {}
        self.asked: list[list[Key]] = []
        for _ in range(n):
            self.release()

    def release(self) -> None:
        number = len(self.listed) + 1
        key = number, START + timedelta(minutes=number)
        names = [f"mean/{wave}/{scale}{part}" for wave in (1, 2) for scale in (0, 1) for part in ("", "#lost")]
        self.sets[key] = {name: self.dice.choice((*range(1, 60), 2**300 - 1)) for name in names}
        self.listed.append((key, self.dice.random() < 0.5))

    def read(self, keys: list[Key]) -> list[Sets]:
        self.asked.append(list(keys))
        return [self.sets[key] for key in keys]

    def of(self, *, leaders: bool) -> dict[str, list[int]]:
        return by_name(self.sets[key] for key, of_leaders in self.listed if of_leaders == leaders)


def agree(gathered: Gathered, ledger: Ledger) -> bool:
    return (gathered.outside, gathered.inside) == (ledger.of(leaders=False), ledger.of(leaders=True))


def test_after_every_release_it_is_what_the_whole_ledger_holds():
    ledger, ledgers = Ledger(0), Ledgers()
    for _ in range(40):
        ledger.release()
        assert agree(ledgers.of(1, ledger.listed, ledger.read), ledger)


def test_another_process_that_comes_later_finds_the_same():
    ledger, early = Ledger(9), Ledgers()
    early.of(1, ledger.listed, ledger.read)
    ledger.release()
    assert early.of(1, ledger.listed, ledger.read) == Ledgers().of(1, ledger.listed, ledger.read)


def test_a_set_is_held_once_under_its_figure():
    ledger = Ledger(60)
    gathered = Ledgers().of(1, ledger.listed, ledger.read)
    assert all(len(sets) == len(set(sets)) for sets in (*gathered.outside.values(), *gathered.inside.values()))


def test_only_what_came_since_is_read():
    ledger, ledgers = Ledger(5), Ledgers()
    ledgers.of(1, ledger.listed, ledger.read)
    ledgers.of(1, ledger.listed, ledger.read)
    ledger.release()
    ledgers.of(1, ledger.listed, ledger.read)
    keys = [key for key, _ in ledger.listed]
    assert ledger.asked == [keys[:5], keys[5:]]


def test_a_release_that_is_gone_or_another_lets_all_be_gathered_anew():
    ledger, other, ledgers = Ledger(6), Ledger(6, seed=8), Ledgers()
    ledgers.of(1, ledger.listed, ledger.read)
    del ledger.listed[2]
    assert agree(ledgers.of(1, ledger.listed, ledger.read), ledger)
    other.listed[0], other.sets = ((1, START), True), other.sets | {(1, START): {"mean/1/0": 15}}
    assert agree(ledgers.of(1, other.listed, other.read), other)
    assert not ledgers.of(1, [], other.read).outside


def test_surveys_are_kept_apart():
    one, other, ledgers = Ledger(4), Ledger(4, seed=8), Ledgers()
    for _ in range(2):
        assert agree(ledgers.of(1, one.listed, one.read), one)
        assert agree(ledgers.of(2, other.listed, other.read), other)


def test_who_reads_on_is_not_disturbed_by_a_release_that_comes():
    ledger, ledgers = Ledger(8), Ledgers()
    gathered = ledgers.of(1, ledger.listed, ledger.read)
    before = {name: list(sets) for name, sets in gathered.inside.items()}
    for _ in range(20):
        ledger.release()
    ledgers.of(1, ledger.listed, ledger.read)
    assert gathered.inside == before


def test_beyond_so_many_bytes_nothing_is_kept_and_all_is_read_again():
    ledger, ledgers = Ledger(5), Ledgers(most_bytes=10)
    assert agree(ledgers.of(1, ledger.listed, ledger.read), ledger)
    assert agree(ledgers.of(1, ledger.listed, ledger.read), ledger)
    assert [len(keys) for keys in ledger.asked] == [5, 5]
