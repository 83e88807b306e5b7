"""Sets of pupils as they are kept in the ledger: each distinct set once, packed."""

import json
import zlib
from collections.abc import Iterable

Sets = dict[str, int]  # what a figure is a figure of ("mean/wave/scale", "count/...") to its pupils, a bit a pupil id
Named = dict[str, list[int]]  # all distinct sets under each name, in the order in which they were shown

LEFT_OUT = "forms/any"


def pack(sets: Sets) -> bytes:
    """Names and sets as bytes: a line of JSON, then the sets one after another."""
    places: dict[int, int] = {}
    for members in sets.values():
        places.setdefault(members, len(places))
    bodies = [members.to_bytes((members.bit_length() + 7) // 8, "little") for members in places]
    head = {"names": {name: places[members] for name, members in sets.items()}, "sizes": [len(b) for b in bodies]}
    packing = zlib.compressobj(1, strategy=zlib.Z_RLE)  # bits of thousands hold runs, but no words that come again
    return packing.compress(json.dumps(head).encode() + b"\n" + b"".join(bodies)) + packing.flush()


def unpack(packed: bytes) -> Sets:
    """What `pack` was given."""
    head, _, rest = zlib.decompress(packed).partition(b"\n")
    kept = json.loads(head)
    bodies, start = [], 0
    for size in kept["sizes"]:
        bodies.append(int.from_bytes(rest[start : start + size], "little"))
        start += size
    return {name: bodies[place] for name, place in kept["names"].items()}


def name_of(key: str) -> str:
    """What the figure of a set is a figure of; a second set under the same name has "#" and a word behind it.

    Who sat another form is one figure, whatever the waves: a pupil counted out in one pair of waves and not in another
    is one who changed forms. The ledger of earlier days has a name a pair.
    """
    return LEFT_OUT if key.startswith("forms/") else key.partition("#")[0]


def by_name(many: Iterable[Sets]) -> Named:
    """All sets ever shown under each name."""
    return added({}, many)


def added(known: Named, many: Iterable[Sets]) -> Named:
    """The same with these too, each set once under a name; what was known before is not touched."""
    grown, fresh = dict(known), set[str]()
    for sets in many:
        for key, members in sets.items():
            name = name_of(key)
            if name not in fresh:
                grown[name] = list(known.get(name, ()))
                fresh.add(name)
            if members not in grown[name]:
                grown[name].append(members)
    return grown
