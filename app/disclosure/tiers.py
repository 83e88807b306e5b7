"""Who is looking, and how large a group must be before they see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """Distance of the viewer from the pupils."""

    T0 = "T0"  # a teacher of the pupil's course, where the survey told the pupil so
    T1 = "T1"  # leaders of the home or host school
    T2 = "T2"  # anyone outside the school
    T3 = "T3"  # the programme and the public


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Smallest groups that may be shown; data of each survey, never a global.

    `t1`, `t2`, `t3` are pupils; `schools` and `share` (0-1) are the further conditions of T3.
    """

    t1: int = 3
    t2: int = 6
    t3: int = 10
    schools: int = 3
    share: float = 0.60

    def __post_init__(self) -> None:
        if not 2 <= self.t1 <= self.t2 <= self.t3:
            raise ValueError(f"thresholds must rise from 2 upwards, got T1 {self.t1}, T2 {self.t2}, T3 {self.t3}")
        if self.schools < 1 or not 0 < self.share <= 1:
            raise ValueError(f"T3 needs 1 school or more and a share up to 1, got {self.schools} and {self.share}")

    def least(self, tier: Tier) -> int:
        """Smallest number of pupils whose figures this tier may see."""
        return {Tier.T0: 1, Tier.T1: self.t1, Tier.T2: self.t2, Tier.T3: self.t3}[tier]


def large_enough(n_by_school: Mapping[int, int], *, tier: Tier, thresholds: Thresholds) -> bool:
    """True when a group with so many pupils from each home school may be shown to `tier`."""
    n = sum(n_by_school.values())
    if n < thresholds.least(tier):
        return False
    if tier is not Tier.T3:
        return True
    schools = [pupils for pupils in n_by_school.values() if pupils]
    return len(schools) >= thresholds.schools and max(schools) <= thresholds.share * n
