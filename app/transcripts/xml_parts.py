"""XML of strangers, read piece by piece by expat: no document type, so no entities, and nothing fetched."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from app.transcripts.refusals import TranscriptRefused

MOST_DEPTH = 200
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Words = Callable[[str], None]


def _nothing(*_: object) -> None:
    return None


def parse(chunks: Iterable[bytes], *, start: Start, end: End = _nothing, words: Words = _nothing) -> None:
    """Call back for each element and stretch of text. Names are "namespace name", as expat joins them by a blank."""
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise TranscriptRefused("deep")
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _declared
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = words
    parser.buffer_text = True
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise TranscriptRefused("demanding" if error.code == NO_MEMORY else "damaged") from None
    except (LookupError, UnicodeError, OverflowError):
        raise TranscriptRefused("damaged") from None


def _declared(*_: object) -> None:
    raise TranscriptRefused("entities")
