"""What leaves of a study: with labels, names replaced, marks at their words, and nothing of who is out."""

import json
import warnings
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from app.coding.exchange_document import docx_of
from app.coding.exchange_project import project_of
from app.coding.models import CoderProgress, Summary
from app.db import db, now
from app.qda.child import understand_code_book, understand_project
from app.qda.writing import to_qdpx
from tests.coding.exchanging import export, mark
from tests.factories import a_participant, a_transcript, an_interview

KINDS = ("project", "everything", "codings", "workbook", "document", "page")
CANARY = "Zqcanary"


def quoted(project):
    return sorted(
        source.text[one.start : one.end]
        for source in project.sources
        for one in source.selections
        if one.codings
    )  # fmt: skip


def test_names_are_replaced_and_marks_stand_at_their_words(coded):
    project = project_of(export(coded))
    assert quoted(project) == ["The bus was late", "[a pupil] found friends", "she speaks up now"]
    assert project.sources[0].text.startswith("Interviewer: What have pupils gained from it?\n\nT1: [a pupil] found")


def test_whoever_may_read_names_takes_them_along(coded):
    assert "Zoe found friends" in quoted(project_of(export(coded, raw=True)))


@pytest.mark.parametrize("raw", [False, True])
def test_what_is_written_is_a_whole_project(coded, raw):
    project = project_of(export(coded, raw=raw))
    read = understand_project(to_qdpx(project))
    assert (read.users, read.codes, read.cases, read.sources) == (
        project.users, project.codes, project.cases, project.sources,
    )  # fmt: skip
    assert (read.variables, read.notes, read.sets, read.about) == (
        project.variables, project.notes, project.sets, project.about,
    )  # fmt: skip
    assert read.left == ()


def test_two_other_programs_read_the_same_of_a_study(coded, tmp_path):
    """Quotations with coders and themes, and every case with each of its values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of their own libraries
        import qdapy
        from pyrefiqda import RefiProject
    project, path = project_of(export(coded)), tmp_path / "study.qdpx"
    path.write_bytes(to_qdpx(project))
    names = {one.guid: one.name for one in project.users}
    (source,) = project.sources
    themes = {coded.theme.guid: "Voice", coded.bus.guid: "=Getting there"}
    ours = sorted((source.text[one.start : one.end], names[made.user], themes[made.code])
                  for one in source.selections for made in one.codings)  # fmt: skip
    rows = qdapy.read_qdpx(path, warn=False).fragments
    rows = rows[~rows["codeId"].isin({one.guid for one in project.cases})]
    told = zip(rows["text"], rows["codedBy"], rows["code"].str.rpartition("/")[2], strict=True)
    assert sorted(told) == ours
    assert len(ours) == 3
    read = RefiProject.load(path, tmp_path / "inside")
    (case,), (mine,) = read.cases.case, project.cases
    values = [(one.variable_ref.target_guid, value_of(one)) for one in case.variable_value]
    assert (case.guid, case.name, values) == (mine.guid, "T1", [(one.variable, one.text) for one in mine.values])
    assert len(values) == 4


def value_of(value):
    """The one of its values that is set, as it is written."""
    told = (value.text_value, value.boolean_value, value.integer_value, value.float_value, value.date_value)
    (one,) = [each for each in told if each is not None]
    return str(one).lower() if isinstance(one, bool) else str(one)


def test_participants_are_cases_with_what_is_known_and_their_turns(coded):
    project = project_of(export(coded))
    (case,) = project.cases
    names = {one.guid: one.name for one in project.variables}
    assert {names[one.variable]: one.text for one in case.values} == {
        "Role": "teacher", "Phase of school": coded.school.phase, "May be quoted": "true", "Interviews": "1",
    }  # fmt: skip
    (source,) = project.sources
    said = [source.text[one.start : one.end] for one in source.selections if one.guid in case.selections]
    assert said == ["[a pupil] found friends at Beech, and she speaks up now.", "The bus was late every week."]


def test_guids_stay_the_same(coded):
    assert project_of(export(coded)) == project_of(export(coded))


def test_themes_are_nested_under_headings_with_their_words(coded):
    heading, bus = project_of(export(coded)).codes
    (voice,) = heading.codes
    assert (heading.is_codable, voice.name, voice.colour) == (False, "Voice", "#1d70b8")
    assert voice.description == "Speaks up\n\nFor example: “she speaks up”"
    assert bus.name == "=Getting there"


def test_nothing_leaves_of_who_withdrew(coded, browser_of):
    gone = a_participant(coded.study, coded.school, pseudonym="Zqgone")
    interview = an_interview(coded.study, gone, coded.participant, state="approved")
    transcript = a_transcript(interview, (gone, f"{CANARY} said so."), (coded.participant, "And I agree."))
    mark(coded, CANARY, coded.theme, coded.other, memo=f"{CANARY} memo", transcript=transcript)
    mark(coded, "said so.\n\nAnd I", coded.theme, coded.other, memo=f"{CANARY} too", transcript=transcript)
    db.session.add(Summary(participant_id=gone.id, theme_id=coded.theme.id, sealed_text=f"{CANARY} summary"))
    gone.withdrawn_at = now()
    db.session.commit()
    browser = browser_of(coded.researcher)
    for kind in KINDS:
        for raw in ("", "/raw"):
            response = browser.get(f"/studies/{coded.study.id}/files/{kind}{raw}")
            assert response.status_code == 200
            assert CANARY not in unpacked(response.data)
            assert "Zqgone" not in unpacked(response.data)
    assert "And I" in quoted(project_of(export(coded)))


def unpacked(data):
    """All the words of a file, zipped or not."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_who_codes_blind_does_not_take_the_others_codings_along(coded):
    for person in (coded.researcher, coded.other):
        db.session.add(CoderProgress(transcript_id=coded.transcript.id, coder_id=person.id, is_blind=True))
    assert len(export(coded).marks) == 1
    assert len(export(coded, by=coded.other).marks) == 2
    for row in db.session.query(CoderProgress):
        row.finished_at = now()
    assert len(export(coded).marks) == 3


def test_codings_as_a_table_run_nothing(coded, browser_of):
    text = browser_of(coded.researcher).get(f"/studies/{coded.study.id}/files/codings").data.decode("utf-8-sig")
    assert "'=Getting there" in text
    assert "Pupils / Voice" in text
    assert text.count("\r\n") == 4


def test_everything_holds_what_a_project_cannot(coded, browser_of):
    whole = json.loads(browser_of(coded.researcher).get(f"/studies/{coded.study.id}/files/everything").data)
    (person,) = whole["participants"]
    assert (person["pseudonym"], person["allows"]["to_quote"]) == ("T1", True)
    assert whole["summaries"][0]["text"] == "Pupils speak up."
    assert len(whole["project"]["sources"][0]["selections"]) == 5


def test_coded_transcripts_are_read_with_their_themes(coded, browser_of):
    page = browser_of(coded.researcher).get(f"/studies/{coded.study.id}/files/page").data.decode()
    assert "<mark>[a pupil] found friends</mark><sup>[1]</sup>" in page
    assert "Pupils / Voice" in page
    with zipfile.ZipFile(BytesIO(docx_of(export(coded)))) as archive:
        words = archive.read("word/document.xml").decode()
    assert "[a pupil] found friends" in words
    assert "Zoe" not in words


def test_a_document_takes_every_sign_and_a_passage_over_two_turns_stands_under_both(coded):
    coded.study.title = 'Sport & "drama" <2026>'
    mark(coded, "now.\n\nWhere has it worked less well?\n\nThe bus", coded.bus, coded.other)
    coded.talk_of(coded.participant, "First line\nsecond < third")
    with zipfile.ZipFile(BytesIO(docx_of(export(coded)))) as archive:
        roots = [ElementTree.fromstring(archive.read(name)) for name in archive.namelist()]
    kept = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    said = ["|".join(one.text or "" for one in row.iter(f"{kept}t")) for row in roots[-1].iter(f"{kept}p")]
    assert said[0] == coded.study.title
    assert "T1: |First line|second < third" in said
    at = next(number for number, words in enumerate(said) if "Where has it" in words)
    assert said[at + 1] == f"1  =Getting there ({coded.other.name})"
    assert sum(words.endswith(f"=Getting there ({coded.other.name})") for words in said) == 4


def test_the_words_of_a_document_are_read_by_our_own_reader(coded):
    from app.transcripts.reading import read

    said = " ".join(turn.text for turn in read("coded.docx", docx_of(export(coded))).turns)
    assert "The bus was late" in said


def test_the_code_book_is_taken_along_alone(coded, browser_of):
    book = understand_code_book(browser_of(coded.researcher).get(f"/studies/{coded.study.id}/code-book").data)
    assert [code.name for code in book.codes] == ["Pupils", "=Getting there"]


def test_the_page_says_what_each_file_is(coded, browser_of):
    page = browser_of(coded.researcher).page(f"/studies/{coded.study.id}/files")
    assert "1 interview with 3 codings" in page.text
    assert "What a project file can't hold" in page.text
