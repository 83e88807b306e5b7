"""YAML, made safe and simple for people who do not program: every value is read as text.

So `no` is a word and not a lie, `2026-1` is a version and not a date, and 1 needs no quotation marks. Tags,
anchors and a key written twice are refused with their line.
"""

from collections.abc import Hashable
from typing import Any

import yaml

MOST_BYTES = 1_000_000


class Block(dict[str, Any]):
    """A mapping that knows the line it starts on, counted from 1."""

    line: int = 1


class NotReadable(ValueError):
    """The text is no YAML that we accept. `place` names the line."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}")
        self.place = place
        self.sentence = sentence


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None):
            raise NotReadable(_line(event.start_mark), "Write this out in full: & and * are not allowed.")
        return super().compose_node(parent, index)


def _block(loader: _Loader, node: yaml.MappingNode) -> Block:
    block = Block()
    block.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key: Hashable = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise NotReadable(_line(key_node.start_mark), "A name before a colon has to be one word.")
        if key in block:
            raise NotReadable(_line(key_node.start_mark), f"“{key}” is written twice here. Keep one of the two.")
        block[key] = loader.construct_object(value_node, deep=True)
    return block


_Loader.add_constructor("tag:yaml.org,2002:map", _block)


def parse(content: bytes) -> Any:
    """Text, lists and Blocks in `content`; NotReadable says where and why not."""
    if len(content) > MOST_BYTES:
        raise NotReadable("the file", "It is larger than 1 MB, which no instrument needs to be.")
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise NotReadable("the file", "Save it as UTF-8 text.") from error
    except RecursionError as error:
        raise NotReadable("the file", "It is nested too deeply.") from error
    except yaml.constructor.ConstructorError as error:
        raise NotReadable(_line(error.problem_mark), "Tags that start with ! are not allowed.") from error
    except yaml.MarkedYAMLError as error:
        reason = error.problem or "the layout is not right"
        raise NotReadable(_line(error.problem_mark), f"This is not valid YAML: {reason}.") from error
    except yaml.YAMLError as error:
        raise NotReadable("the file", "It holds a character that text may not hold.") from error


def _line(mark: yaml.Mark | None) -> str:
    return f"line {mark.line + 1}" if mark else "the file"
