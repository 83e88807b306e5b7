"""What other programs need to see whose words are whose, put in before writing and taken out after reading.

A program may drop a case's selections, and its values. So each case also has a code of its own guid, with
which its selections are coded (the way NVivo does it), and a source in which one case alone speaks repeats its values.
"""

from collections import defaultdict
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from app.qda.model import Case, Code, Coding, Project, Selection, Source, Value


def with_helpers(project: Project) -> Project:
    """The project with a code for each case that has selections, and with values repeated."""
    helped = [case for case in project.cases if case.selections]
    owners: dict[str, list[Case]] = defaultdict(list)
    for case in helped:
        for guid in case.selections:
            owners[guid].append(case)
    alone = _alone(project)
    return replace(
        project,
        codes=project.codes + tuple(Code(case.guid, case.name or "Case") for case in helped),
        sources=tuple(_helped(one, owners, alone.get(one.guid), project.user) for one in project.sources),
    )


def without_helpers(project: Project) -> Project:
    """The reverse; selections that are coded with a case's own code become the case's."""
    cases = {case.guid for case in project.cases}
    extra: dict[str, list[str]] = defaultdict(list)
    for source in project.sources:
        for selection in source.selections:
            for coding in selection.codings:
                if coding.code in cases:
                    extra[coding.code].append(selection.guid)
    alone = _alone(project)
    return replace(
        project,
        codes=_codes(project.codes, cases),
        cases=tuple(
            replace(case, selections=tuple(dict.fromkeys((*case.selections, *extra[case.guid]))))
            for case in project.cases
        ),
        sources=tuple(_bare(one, cases, alone.get(one.guid)) for one in project.sources),
    )


def _alone(project: Project) -> dict[str, Case]:
    """Source to the case that alone refers to it."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in project.cases:
        for guid in dict.fromkeys(case.sources):
            found[guid].append(case)
    return {guid: cases[0] for guid, cases in found.items() if len(cases) == 1}


def _helped(source: Source, owners: dict[str, list[Case]], alone: Case | None, user: str) -> Source:
    def coded(selection: Selection) -> Selection:
        more = tuple(
            Coding(str(uuid5(NAMESPACE_URL, f"{selection.guid} {case.guid}")), case.guid, user)
            for case in owners.get(selection.guid, ())
        )
        return replace(selection, codings=selection.codings + more) if more else selection

    known = {one.variable for one in source.values}
    repeated = tuple(one for one in _values(alone) if one.variable not in known)
    return replace(source, selections=tuple(coded(one) for one in source.selections), values=source.values + repeated)


def _values(case: Case | None) -> tuple[Value, ...]:
    return case.values if case is not None else ()


def _codes(codes: tuple[Code, ...], cases: set[str]) -> tuple[Code, ...]:
    return tuple(replace(one, codes=_codes(one.codes, cases)) for one in codes if one.guid not in cases)


def _bare(source: Source, cases: set[str], alone: Case | None) -> Source:
    return replace(
        source,
        selections=tuple(
            replace(one, codings=tuple(mark for mark in one.codings if mark.code not in cases))
            for one in source.selections
        ),
        codings=tuple(mark for mark in source.codings if mark.code not in cases),
        values=tuple(one for one in source.values if one not in _values(alone)),
    )
