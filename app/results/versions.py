"""Which sets of pupils stand for other answers than before: so that a change of a few counts like a group of a few.

A mean shown twice over the same pupils gives away what changed between. For the rules of the ledger a pupil whose
answers were given anew therefore brings a second mark into every set shown since, beside the pupil's own: two sets
that differ by such marks alone differ by those pupils, in every subtraction and every combination of several sets.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.disclosure import members_of
from app.results.sets import Sets, name_of

Rewrite = tuple[int, int, datetime]  # wave, pupil, and when the answers given until then stopped counting


@dataclass
class Versions:
    """The pupils of some waves whose answers were given anew, and the sets marked with that.

    A marked set holds the pupils above and, below them, a layer for each time a pupil began anew: bit `pupil` of layer
    1 for the first time, of layer 2 for the second. Without any such pupil a marked set is the set itself.
    """

    rewrites: Iterable[Rewrite] = ()
    layers: dict[int, list[list[tuple[int, datetime]]]] = field(default_factory=dict, init=False)
    width: int = field(default=0, init=False)
    known: dict[tuple[int, datetime], list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        times: dict[tuple[int, int], int] = {}
        for wave_id, pupil, at in sorted(self.rewrites, key=lambda one: one[2]):
            layer = times[wave_id, pupil] = times.get((wave_id, pupil), 0) + 1
            layers = self.layers.setdefault(wave_id, [])
            layers.extend([] for _ in range(layer - len(layers)))
            layers[layer - 1].append((pupil, at))
            self.width = max(self.width, pupil + 1)

    @property
    def n_layers(self) -> int:
        return max(map(len, self.layers.values()), default=0)

    def mark(self, name: str, members: int, at: datetime) -> int:
        """The set as it stood at a moment; only means depend on what was answered."""
        kind, wave_id, *_ = name.split("/")
        if kind != "mean" or not self.width:
            return members
        marked = members << self.n_layers * self.width
        for layer, anew in enumerate(self._anew(int(wave_id), at)):
            marked |= (members & anew) << layer * self.width
        return marked

    def mark_all(self, sets: Sets, at: datetime) -> Sets:
        """All sets of a release, marked as they stood at its moment."""
        if not self.width:
            return sets
        return {key: self.mark(name_of(key), members, at) for key, members in sets.items()}

    def _anew(self, wave_id: int, at: datetime) -> list[int]:
        """Layer by layer, who had begun anew so often by then."""
        if (wave_id, at) not in self.known:
            layers = self.layers.get(wave_id, [])
            self.known[wave_id, at] = [members_of(pupil for pupil, when in layer if when <= at) for layer in layers]
        return self.known[wave_id, at]

    def size(self, marked: int) -> int:
        """How many pupils a set or a difference of sets is about, each once."""
        pupils, one_layer = marked >> self.n_layers * self.width, (1 << self.width) - 1
        for layer in range(self.n_layers):
            pupils |= marked >> layer * self.width & one_layer
        return pupils.bit_count()
