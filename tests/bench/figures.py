"""A figure of the report: its name, its value in words, and whether it meets its target."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`. With a `target` it is met when the value is at most it, or at least it if `more_is_better`."""

    group: str
    name: str
    value: float
    unit: str
    target: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target


@dataclass
class Report:
    """Figures of each database, one for each round in which they were measured."""

    by_database: dict[str, dict[str, list[Figure]]] = field(default_factory=dict)

    def add(self, database: str, figure: Figure) -> None:
        print(f"{database:11} {figure.group}: {figure.name}: {words(figure)}", flush=True)
        self.by_database.setdefault(database, {}).setdefault(figure.name, []).append(figure)

    def find(self, database: str, name: str) -> Figure | None:
        """The one in the middle of its rounds, with what it says beside it; of two the worse."""
        rounds = self.by_database.get(database, {}).get(name, [])
        ranked = sorted(rounds, key=lambda one: one.value, reverse=any(one.more_is_better for one in rounds))
        return ranked[len(ranked) // 2] if ranked else None

    @property
    def misses(self) -> list[tuple[str, Figure]]:
        found = ((database, self.find(database, name)) for database, all_ in self.by_database.items() for name in all_)
        return [(database, one) for database, one in found if one and one.met is False]

    def table(self) -> str:
        """One row a figure, one column a database."""
        databases = list(self.by_database)
        rows = dict.fromkeys((one[0].group, name) for all_ in self.by_database.values() for name, one in all_.items())
        lines = [
            "| what | " + " | ".join(databases) + " | target |",
            "|---|" + "---|" * len(databases) + "---|",
        ]
        group = ""
        for of, name in rows:
            if of != group:
                group = of
                lines.append(f"| **{of}** |" + " |" * (len(databases) + 1))
            cells = [self._cell(database, name) for database in databases]
            lines.append(f"| {name} | " + " | ".join(cells) + f" | {self._targets(name)} |")
        return "\n".join(lines)

    def _cell(self, database: str, name: str) -> str:
        one = self.find(database, name)
        if one is None:
            return "-"
        return words(one) + (" **missed**" if one.met is False else "")

    def _targets(self, name: str) -> str:
        found = [one for database in self.by_database if (one := self.find(database, name)) and one.target is not None]
        written = dict.fromkeys(
            f"{'at least' if one.more_is_better else 'at most'} {short(one.target or 0)} {one.unit}" for one in found
        )
        return ", ".join(written)


def words(figure: Figure) -> str:
    return f"{short(figure.value)} {figure.unit}".strip() + (f" ({figure.note})" if figure.note else "")


def short(value: float) -> str:
    """Three figures are all that such a measurement can bear."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")
