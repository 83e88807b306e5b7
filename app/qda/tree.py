"""XML of strangers as a tree that knows its lines. No document type, so no entities, and nothing is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.marked import marked
from app.qda.problems import Refused, fault, refused

MOST_DEPTH = 200
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
XSI = "http://www.w3.org/2001/XMLSchema-instance "


@dataclass
class Element:
    """One element. `name` is without its namespace, which the root alone tells; `text` is its own words."""

    name: str
    space: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def find(self, *names: str) -> "Element | None":
        """The first child of one of these names."""
        return next((child for child in self.children if child.name in names), None)

    def all(self, *names: str) -> list["Element"]:
        """Children of these names."""
        return [child for child in self.children if child.name in names]

    def walk(self) -> Iterator["Element"]:
        """The element and everything under it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def under(self, *path: str) -> list["Element"]:
        """Elements at the end of a path of names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.all(name)]
        return found


class _Building:
    """Puts the tree together as expat tells what it meets."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = _declared
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.buffer_text = True

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEPTH:
            raise refused("deep")
        space, _, name = full.rpartition(" ")
        kept = {key: value for key, value in attributes.items() if not key.startswith(XSI)}
        element = Element(name, space, self.parser.CurrentLineNumber, kept)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _words(self, words: str) -> None:
        self._open[-1].text += words


def _broken(error: expat.ExpatError) -> Refused:
    """What is no XML from its first line on is another kind of file; else the line may help whoever changed it."""
    if error.code == NO_MEMORY:
        return refused("demanding")
    if error.lineno < 2:
        return refused("damaged")
    return Refused(fault(error.lineno, marked("the file is damaged: a tag is not closed here, or it breaks off")))


def parse(data: bytes) -> Element:
    """The root of an XML file; Refused when it is none, or not one we take."""
    building = _Building()
    try:
        building.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _broken(error) from None
    except (LookupError, UnicodeError, OverflowError):
        raise refused("damaged") from None
    if building.root is None:
        raise refused("damaged")
    return building.root


def _declared(*_: object) -> None:
    raise refused("entities")
