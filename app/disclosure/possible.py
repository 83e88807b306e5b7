"""How many values a hidden number could still have, worked out exactly.

A table with totals is a circulation: a cell carries its people from its row to its column, a row's total brings them
in, a column's total takes them out, and the grand total closes the ring. What a reader cannot see may change as long
as every sum still holds, that is along rings of unseen numbers. So the values a number can take are found by sending
units round: an exact answer in whole numbers, for all sums of the table taken together.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.disclosure.counts import Place, Table

Node = tuple[str, int]
ENOUGH = 2  # two other values beside the true one make three


def has_three_values(table: "Table", place: "Place") -> bool:
    """True when a reader of everything shown finds at least three values possible for the number at `place`."""
    slack = 0
    for step in (1, -1):
        moves = _Moves(table)
        while slack < ENOUGH and moves.shift(place, step):
            slack += 1
    return slack >= ENOUGH


class _Moves:
    """Changes to unseen numbers that keep every sum as shown; a hidden number stays at least 1 unless it is 0."""

    def __init__(self, table: "Table"):
        self.table = table
        self.now = {
            (i, j): n
            for i, row in enumerate(table.numbers)
            for j, n in enumerate(row)
            if (i, j) in table.hidden or not table.offered((i, j))
        }
        self.floor = {p: 1 if n and table.offered(p) else 0 for p, n in self.now.items()}
        self.edges: dict[Node, list[tuple[Node, Place, int]]] = {}
        for unseen in self.now:
            tail, head = self._ends(unseen)
            self.edges.setdefault(tail, []).append((head, unseen, 1))
            self.edges.setdefault(head, []).append((tail, unseen, -1))

    def _ends(self, place: "Place") -> tuple[Node, Node]:
        """Where a number flows from and to: a total of one row or column flows against its parts."""
        row, column = ("row", place[0]), ("column", place[1])
        rows, columns = self.table.last
        one_total = (place[0] == rows) != (place[1] == columns)
        return (column, row) if one_total else (row, column)

    def shift(self, place: "Place", step: int) -> bool:
        """Change the number at `place` by one, with a way round that keeps all sums; False if there is none."""
        if step < 0 and self.now[place] <= self.floor[place]:
            return False
        tail, head = self._ends(place)
        start, goal = (head, tail) if step > 0 else (tail, head)
        way = self._way(start, goal, without=place)
        if way is None:
            return False
        self.now[place] += step
        for passed, change in way:
            self.now[passed] += change
        return True

    def _way(self, start: Node, goal: Node, *, without: "Place") -> list[tuple["Place", int]] | None:
        came: dict[Node, tuple[Node, Place, int]] = {}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for near, place, change in self._open(node):
                if place != without and near not in came and near != start:
                    came[near] = (node, place, change)
                    queue.append(near)
        if goal not in came:
            return None
        way, node = [], goal
        while node != start:
            node, place, change = came[node]
            way.append((place, change))
        return way

    def _open(self, node: Node) -> Iterator[tuple[Node, "Place", int]]:
        for near, place, change in self.edges.get(node, ()):
            if change > 0 or self.now[place] > self.floor[place]:
                yield near, place, change
