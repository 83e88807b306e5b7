"""What somebody strikes is gone wherever researchers wrote it down again; no older page brings it back unseen."""

import pytest

from app.coding.findings import Finding, FindingSource
from app.coding.models import Memo, Summary
from app.db import db, now
from app.interviews import corrections
from app.interviews.text_queries import lock_transcript
from app.interviews.texts import Replacement
from tests.factories import a_coding, a_study, a_theme

STRUCK = "Zoe found friends at Beech, and"
COPY = "She told us: “zoe found friends at BEECH, and …” So she did."
LEFT = "She told us: “[…] …” So she did."


@pytest.fixture
def written(talk):
    """The words of a passage, written down again in everything that researchers write."""
    talk.theme = a_theme(talk.study, "Friends", definition=COPY, example=COPY)
    talk.coding = a_coding(talk, talk.theme, talk.researcher, "The bus was late", sealed_memo=COPY)
    talk.removed = a_coding(talk, talk.theme, talk.researcher, "every week", sealed_memo=COPY, deleted_at=now())
    talk.memo = Memo(study_id=talk.study.id, title=STRUCK, sealed_text=COPY)
    talk.summary = Summary(participant_id=talk.participant.id, theme_id=talk.theme.id, sealed_text=COPY)
    talk.finding = Finding(study_id=talk.study.id, claim=COPY, about=COPY, shared_at=now())
    talk.finding.sources.append(FindingSource(kind="minutes", words=COPY))
    talk.elsewhere = Memo(study_id=a_study(talk.study.partnership).id, title="Other", sealed_text=COPY)
    db.session.add_all([talk.memo, talk.summary, talk.finding, talk.elsewhere])
    db.session.commit()
    return talk


def strike(talk, words=STRUCK):
    lock_transcript(talk.transcript.id)
    corrections.strike(talk.transcript, *talk.place(words), actor_id=None)
    db.session.commit()
    db.session.expire_all()


def copies(talk):
    theme, finding = talk.theme, talk.finding
    return [
        theme.definition, theme.example, talk.coding.sealed_memo, talk.removed.sealed_memo, talk.memo.sealed_text,
        talk.summary.sealed_text, finding.claim, finding.about, finding.sources[0].words,
    ]  # fmt: skip


def test_struck_words_are_taken_out_of_all_that_was_written(written):
    strike(written)
    assert copies(written) == [LEFT] * 9
    assert written.memo.title == "[…]"
    assert written.elsewhere.sealed_text == COPY


def test_an_older_page_does_not_bring_them_back_unseen(written, browser_of):
    client, address = browser_of(written.researcher), f"/themes/{written.theme.id}/edit"
    typed = {"name": "Friends", "definition": COPY, "example": "", "version": str(written.theme.version)}
    strike(written)
    page = client.post_form(address, typed, status=409)
    assert LEFT in page.text
    assert written.theme.definition == LEFT
    versions = [one.version for one in (written.theme, written.memo, written.summary, written.finding, written.coding)]
    assert versions == [2, 2, 2, 2, 2]


def test_words_are_found_with_the_name_that_was_put_in_place_as_well(written):
    start, end = written.place("Zoe")
    db.session.add(Replacement(transcript_id=written.transcript.id, start=start, end=end, put="[a pupil]"))
    written.memo.sealed_text = "“[a pupil] found friends at Beech” again"
    db.session.commit()
    strike(written)
    assert written.memo.sealed_text == "“[[…]” again"
    assert copies(written)[0] == LEFT


def test_what_only_sounds_alike_stays(written):
    strike(written, "every week.")
    assert copies(written) == [COPY] * 9
    assert written.theme.version == 1
