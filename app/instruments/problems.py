"""What is wrong with an instrument's file, said so that its author can put it right."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["problem", "advice"]


@dataclass(frozen=True)
class Problem:
    """A problem stops the file from being used; advice does not."""

    file: str
    place: str
    sentence: str
    severity: Severity = "problem"

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.sentence}" + (" (advice)" if self.severity == "advice" else "")


class BadInstrument(ValueError):
    """A file that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Report:
    """Collects problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(self.file, place, sentence))

    def advice(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(self.file, place, sentence, "advice"))

    @property
    def blocking(self) -> list[Problem]:
        return [one for one in self.problems if one.severity == "problem"]
