"""Whose a thing of a study is, as the policy asks about it."""

from typing import Any, ClassVar


class OfStudy:
    """A thing that belongs to whom its study belongs to. `belongs_to` names the attribute that leads there."""

    belongs_to: ClassVar[str] = "study"

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self._owner.partnership_ids

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self._owner.school_ids

    @property
    def researcher_ids(self) -> tuple[int, ...]:
        return self._owner.researcher_ids

    @property
    def _owner(self) -> Any:
        return getattr(self, self.belongs_to)
