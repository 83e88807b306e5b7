"""What came with the file that a study is from leaves with it again: values of people and texts, sets, links.

What Lateral knows itself (role, what people allow, days) is what it is now, and not what the file said. Where names
are replaced, so is what could stand for one: descriptions stay here, and a text that one person or source alone has.
Words that were taken back are left out of every description.
"""

from collections import Counter
from dataclasses import replace

from app.coding.exchange import Export
from app.coding.incoming_queries import find_brought
from app.qda.model import Case, Gathered, Project, Source, Value, ValueKind
from app.qda.plain import from_json
from app.qda.pruning import pruned


def with_what_came(project: Project, export: Export) -> Project:
    """The project with what came; the same where the study is from no file."""
    brought = find_brought(export.study)
    if brought is None:
        return project
    return pruned(_Joined(project, from_json(Project, brought.sealed_rest), export).project())


class _Joined:
    """A project as Lateral tells it, and the rest of the file."""

    def __init__(self, project: Project, rest: Project, export: Export) -> None:
        self._project, self._rest, self._raw = project, rest, export.raw
        self._kept = export.taken_back.out_of
        theirs = {(one.name, one.kind): one.guid for one in rest.variables}
        self._guids = {one.guid: theirs.get((one.name, one.kind), one.guid) for one in project.variables}
        self.variables = tuple(replace(one, guid=self._guids[one.guid]) for one in project.variables)
        own = {one.guid for one in self.variables}
        self._own = own  # a phase of school, say: a category of ours
        self.variables += tuple(one for one in rest.variables if one.guid not in own)
        self._order = {one.guid: at for at, one in enumerate(self.variables)}
        leaving = {case.guid for case in project.cases} | {source.guid for source in project.sources}
        told = [one for case in rest.cases if case.guid in leaving for one in case.values]
        told += [one for source in rest.sources if source.guid in leaving for one in source.values]
        self._counts = Counter((one.variable, one.text) for one in told)

    def project(self) -> Project:
        cases = {one.guid: one for one in self._rest.cases}
        sources = {one.guid: one for one in self._rest.sources}
        return replace(
            self._project,
            variables=self.variables,
            cases=tuple(self._case(one, cases.get(one.guid)) for one in self._project.cases),
            sources=tuple(self._source(one, sources.get(one.guid)) for one in self._project.sources),
            sets=self._sets(),
            links=self._rest.links,
        )

    def _case(self, case: Case, came: Case | None) -> Case:
        values = self._values(case.values, came.values if came else ())
        if came is None:
            return replace(case, values=values)
        description = self._kept(came.description) if self._raw else ""
        return replace(case, values=values, codes=came.codes, description=description)

    def _source(self, source: Source, came: Source | None) -> Source:
        values = self._values(source.values, came.values if came else ())
        return replace(source, values=values, description=self._kept(came.description) if came and self._raw else "")

    def _values(self, own: tuple[Value, ...], came: tuple[Value, ...]) -> tuple[Value, ...]:
        mine = [replace(one, variable=self._guids[one.variable]) for one in own]
        known = {one.variable for one in mine}
        more = [one for one in came if one.variable not in known and self._may_leave(one)]
        return tuple(sorted([*mine, *more], key=lambda one: self._order[one.variable]))

    def _may_leave(self, value: Value) -> bool:
        is_category = value.variable in self._own or self._counts[value.variable, value.text] > 1
        return self._raw or value.kind != ValueKind.TEXT or is_category

    def _sets(self) -> tuple[Gathered, ...]:
        theirs = {one.name: one.guid for one in self._rest.sets}
        own = tuple(replace(one, guid=theirs.get(one.name, one.guid)) for one in self._project.sets)
        names = {one.name for one in own}
        came = (replace(one, description=self._kept(one.description)) for one in self._rest.sets)
        return (*own, *(one for one in came if one.name not in names))
