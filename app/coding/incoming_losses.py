"""What of a project's file will not come along, each in a sentence, and what comes along as it is."""

from collections.abc import Iterable, Iterator

from app.coding.exchange_in import LONGEST_NAME, LONGEST_TEXT
from app.coding.exchange_project import EXAMPLE
from app.coding.incoming import Incoming
from app.coding.incoming_storing import LONGEST_TITLE
from app.qda.cleaning import one_line
from app.qda.model import Code
from app.web.languages import _, ngettext


def losses_of(incoming: Incoming) -> list[str]:
    """Sentences; none when everything comes along."""
    return [
        *(_(one.sentence, n=one.n) + "." for one in incoming.project.left),
        *_of_texts(incoming),
        *_of_codings(incoming),
        *_cut(incoming),
    ]


def _of_texts(incoming: Incoming) -> Iterator[str]:
    if n := len(incoming.project.sources) - len(incoming.talks):
        yield ngettext("%(n)s text without words.", "%(n)s texts without words.", n, n=n)
    if n := len(incoming.project.users) - len(incoming.users):
        yield ngettext("%(n)s coder who marked nothing.", "%(n)s coders who marked nothing.", n, n=n)


def _of_codings(incoming: Incoming) -> Iterator[str]:
    if n := sum(talk.n_lost for talk in incoming.talks):
        yield ngettext(
            "%(n)s coding of no words: of a speaker's label, an empty line, or nothing.",
            "%(n)s codings of no words: of speakers' labels, empty lines, or nothing.",
            n,
            n=n,
        )
    if n := _n_bare(incoming):
        yield ngettext(
            "%(n)s marked passage without a theme; a memo on it becomes one of the text.",
            "%(n)s marked passages without a theme; memos on them become those of the text.",
            n,
            n=n,
        )
    if n := _n_repeated(incoming):
        yield ngettext(
            "%(n)s more place that a memo was about: a memo is about one thing here.",
            "%(n)s more places that memos were about: a memo is about one thing here.",
            n,
            n=n,
        )


def _n_bare(incoming: Incoming) -> int:
    """Passages without a coding that do not say either who speaks."""
    spoken = {guid for case in incoming.project.cases for guid in case.selections}
    every = (one for source in incoming.project.sources for one in source.selections)
    return sum(not one.codings and one.guid not in spoken for one in every)


def _n_repeated(incoming: Incoming) -> int:
    """How often a memo is about a theme or a text after the first."""
    about = [guid for code in incoming.codes for guid in code.notes]
    about += [guid for source in incoming.project.sources for guid in source.notes]
    return len(about) - len(set(about))


def _cut(incoming: Incoming) -> Iterator[str]:
    names = [one.name for one in incoming.codes]
    if n := sum(len(one_line(name)) > LONGEST_NAME for name in names):
        yield ngettext(
            "The end of %(n)s name of a theme, after 80 characters.",
            "The ends of %(n)s names of themes, after 80 characters.",
            n,
            n=n,
        )
    if n := sum(map(_is_long, incoming.codes)):
        yield ngettext(
            "The end of what %(n)s theme means, after 1,000 characters.",
            "The ends of what %(n)s themes mean, after 1,000 characters.",
            n,
            n=n,
        )
    if len(incoming.project.description) > LONGEST_TEXT:
        yield _("The end of what the project is about, after 1,000 characters.")
    if n := _n_long(one.source.name for one in incoming.talks) + _n_long(one.name for one in incoming.notes.values()):
        yield ngettext(
            "The end of %(n)s title, after 120 characters.", "The ends of %(n)s titles, after 120 characters.", n, n=n
        )


def _n_long(names: Iterable[str]) -> int:
    return sum(len(one_line(name)) > LONGEST_TITLE for name in names)


def _is_long(code: Code) -> bool:
    definition, _example, example = code.description.partition(EXAMPLE)
    return max(len(definition), len(example)) > LONGEST_TEXT


def kept_of(incoming: Incoming) -> list[str]:
    """What is kept with the study and leaves with it again: the page of what is known shows it, or that of sets."""
    project = incoming.project
    found = []
    if n := sum(len(case.values) for case in project.cases) + sum(len(one.values) for one in project.sources):
        names = ", ".join(one.name for one in project.variables[:20])
        found.append(
            ngettext(
                "%(n)s value of what is known of people and texts: %(names)s.",
                "%(n)s values of what is known of people and texts: %(names)s.",
                n,
                n=n,
                names=names,
            )
        )
    if n := len(project.sets):
        found.append(ngettext("%(n)s set.", "%(n)s sets.", n, n=n))
    if n := len(project.links):
        found.append(ngettext("%(n)s link between things.", "%(n)s links between things.", n, n=n))
    described = [one.description for one in project.cases] + [one.description for one in project.sources]
    if n := sum(map(bool, described)):
        found.append(
            ngettext("%(n)s description of a person or text.", "%(n)s descriptions of people or texts.", n, n=n)
        )
    return found
