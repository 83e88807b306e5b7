"""A study in which something stands against almost every word, each a canary of its own, and who may read which."""

import json
from datetime import timedelta
from types import SimpleNamespace

from app.coding.findings import Finding, FindingQuotation, FindingSource
from app.coding.held import BroughtProject
from app.coding.models import Memo, Summary, SummaryQuotation
from app.db import db, now, vault
from app.interviews import links, text_uploads
from app.interviews.held import TranscriptUpload
from app.interviews.models import Note, NoteEvent, ParticipantLink
from app.interviews.texts import Replacement, Reply, TextEdit
from app.qda.model import Case, Gathered, Project, Value, ValueKind, Variable
from app.qda.plain import to_json
from app.studies.models import Consent, SchoolPermission
from tests.factories import a_coding, a_participant, a_school, a_theme, a_transcript, an_interview

NAME = "Zqname"
TOLD, EVERYTHING = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
OPEN = "Zqopen"
TOKEN = "the-key-of-somebody-of-the-group"
ANSWERED = "pupils-gains"


def withdraw(talk, person, transcript):
    person.withdrawn_at = now()


def take_back(talk, person, transcript):
    person.consents[0].withdrawn_at = now()


def opt_out(talk, person, transcript):
    person.consents.append(Consent(kind="opt-out", given_on=now().date(), to_take_part=False))


def stay_away(talk, person, transcript):
    """Whoever does not take part allows nothing, whatever else is ticked."""
    person.consents[0].to_take_part = False


def stop(talk, person, transcript):
    transcript.interview.state = "withdrawn"


def leave_unquoted(talk, person, transcript):
    person.consents[0].to_quote = False


def leave_unchecked(talk, person, transcript):
    transcript.interview.state = "returned"


def leave_unpermitted(talk, person, transcript):
    person.schools = [a_school("Far School")]


def take_permission_back(talk, person, transcript):
    person.schools = [a_school("Elder School")]
    permission = SchoolPermission(study_id=talk.study.id, school_id=person.schools[0].id, given_on=now().date())
    permission.withdrawn_at = now()
    db.session.add(permission)


def ask_to_strike(talk, person, transcript):
    """Nobody has answered yet, and the interview counts as approved all the same."""
    start, end = transcript.turns[0].start, transcript.turns[0].end
    reply = Reply(transcript_id=transcript.id, participant_id=person.id, kind="strike", start=start, end=end)
    reply.sealed_text = ""
    db.session.add(reply)


def hide_name(talk, person, transcript):
    start = transcript.sealed_text.index(NAME)
    db.session.add(Replacement(transcript_id=transcript.id, start=start, end=start + len(NAME), put="[a friend]"))


CASES = {
    "Zqwithdrawn": withdraw,
    "Zqtakenback": take_back,
    "Zqcarer": opt_out,
    "Zqaway": stay_away,
    "Zqstopped": stop,
    "Zqunquoted": leave_unquoted,
    "Zqunchecked": leave_unchecked,
    "Zqunpermitted": leave_unpermitted,
    "Zqclosedschool": take_permission_back,
    "Zqstrike": ask_to_strike,
    NAME: hide_name,
    OPEN: None,
}
PUPILS = {"Zqcarer"}
OUT = ["Zqwithdrawn", "Zqtakenback", "Zqcarer", "Zqaway", "Zqstopped"]
GROUP = {"Zqleft": withdraw, "Zqchild": opt_out, "Zqheard": None}
"""One group: somebody who left it, a pupil whose carer said no, and somebody who holds a link to check."""
BESIDE = ("memo", "note", "late", "reply", "former", "file", "summary", "value")
"""What is kept beside somebody's words; each is planted for everybody, as `Zqmemoof...` their word."""


def beside(kind, word):
    return f"Zq{kind}of{word[2:]}"


LEFT = [*OUT, "Zqleft", "Zqchild"]
GONE = {*LEFT, *(beside(kind, word) for kind in BESIDE for word in LEFT)}
"""Nobody reads these any more, researchers neither."""
INSIDE = {
    *("Zqheard", "Zqunquoted", "Zqunchecked", "Zqunpermitted", "Zqclosedschool", "Zqstrike", "Zqabout", "Zqminutes"),
    "Zqthought",
    *(beside(kind, word) for kind in BESIDE for word in (*CASES, *GROUP) if word not in LEFT),
}
"""Researchers read these inside the study; they never leave it."""


def plant(talk):
    """Everybody says a word, which is marked, summed up, noted, corrected, and linked to a finding that is shared."""
    talk.theme, talk.other = a_theme(talk.study, "Everything"), a_theme(talk.study, "Much")
    talk.finding = Finding(study_id=talk.study.id, claim="They said a lot", about="Zqabout", shared_at=now())
    talk.finding.sources.append(FindingSource(kind="minutes", words="Zqminutes"))
    db.session.add_all([talk.finding, Memo(study_id=talk.study.id, title="Thought", sealed_text="Zqthought")])
    talk.memo_ids = []
    talk.cases, talk.uploads, talk.replies, talk.copied, talk.moment = [], [], [], [], now()
    for number, word in enumerate(CASES):
        person = a_participant(talk.study, talk.school, role=_role(word), pseudonym=f"X{number}")
        transcript = talk.talk_of(person, f"We said {word} more than once.", question=ANSWERED)
        _keep(talk, SimpleNamespace(word=word, person=person, transcript=transcript, key="1", where=0))
    _plant_group(talk)
    _write_down_again(talk)
    _tell_of_all(talk)
    db.session.flush()
    for one in talk.cases:
        against = {**CASES, **GROUP}[one.word]
        if against is not None:
            against(talk, one.person, one.transcript)
    db.session.commit()
    return talk


def _role(word):
    return "pupil" if word in (*PUPILS, "Zqchild") else "teacher"


def _plant_group(talk):
    people = [a_participant(talk.study, talk.school, role=_role(word), pseudonym=f"Y{word[2:]}") for word in GROUP]
    for person in people:
        word = Consent(kind="consent", given_on=now().date(), to_take_part=True, to_quote=True)
        person.consents.append(word)
    interview = an_interview(talk.study, *people, kind="group", interviewer=talk.researcher, state="returned")
    said = [(person, f"In the group {word} was said.") for person, word in zip(people, GROUP, strict=True)]
    transcript = a_transcript(interview, *said)
    for number, (word, person) in enumerate(zip(GROUP, people, strict=True)):
        _keep(talk, SimpleNamespace(word=word, person=person, transcript=transcript, key=str(number + 1), where=number))
    link = ParticipantLink(interview_id=interview.id, participant_id=people[-1].id, purpose="check")
    link.fingerprint, link.expires_at = links.fingerprint_of(TOKEN), now() + timedelta(days=1)
    db.session.add(link)


def _keep(talk, one):
    """Everything that the rooms keep beside somebody's words, each with a canary of its own."""
    one.coding = a_coding(one.transcript, talk.theme, talk.researcher, one.word)
    one.coding.sealed_memo = beside("memo", one.word)
    a_coding(one.transcript, talk.other, talk.researcher, one.word)
    one.turn = one.transcript.turns[one.where]
    interview = one.transcript.interview
    place = {"interview_id": interview.id, "question_id": ANSWERED, "speaker_key": one.key}
    line = one.where + 1 if interview.kind == "group" else 0
    db.session.add(Note(**place, line=line, sealed_text=beside("note", one.word)))
    event = NoteEvent(**place, line=line, lease=0, seq=1, write_id=one.word, is_late=True)
    event.sealed_text = beside("late", one.word)
    reply = Reply(transcript_id=one.transcript.id, participant_id=one.person.id, kind="correct", state="declined")
    reply.start, reply.end, reply.sealed_text = one.turn.start, one.turn.end, beside("reply", one.word)
    edit = TextEdit(transcript_id=one.transcript.id, start=one.turn.start, person_id=talk.researcher.id, at=talk.moment)
    edit.sealed_before, edit.sealed_after = (
        beside("former", one.word),
        one.transcript.sealed_text[one.turn.start : one.turn.end],
    )
    db.session.add_all([event, reply, edit, _file_of(talk, one)])
    talk.finding.quotations.append(FindingQuotation(coding_id=one.coding.id, side="for"))
    _sum_up(talk, one)
    _copy(talk, one)
    talk.replies.append(reply)
    talk.cases.append(one)


def _file_of(talk, one):
    """A file that waits to take the transcript's place."""
    turns = [[f"Speaker {one.key}", None, None, beside("file", one.word)]]
    layout = {"kind": "txt", "form": "colon", "unmatched": [], "set_aside": []}
    held = TranscriptUpload(interview_id=one.transcript.interview_id, file_name="talk.txt")
    held.sealed_content = vault.seal_bytes(json.dumps({"layout": layout, "turns": turns}).encode(), text_uploads.PLACE)
    held.sealed_choices = json.dumps([str(one.person.id)])
    talk.uploads.append(held)
    return held


def _sum_up(talk, one):
    """A researcher's words about somebody go with them."""
    summary = Summary(participant_id=one.person.id, theme_id=talk.theme.id, sealed_text=beside("summary", one.word))
    db.session.add(summary)
    db.session.flush()
    db.session.add(SummaryQuotation(summary_id=summary.id, coding_id=one.coding.id))


def _copy(talk, one):
    """Researchers wrote down again what was said, about the study and about the transcript; of names they think."""
    said = one.transcript.sealed_text[one.turn.start : one.turn.end]
    texts = {None: f"They told us: “{said}” So they think.", one.transcript.id: f"Hm! {said.upper().swapcase()}"}
    for transcript_id, text in texts.items() if one.word != NAME else ():
        memo = Memo(study_id=talk.study.id, transcript_id=transcript_id, title=said, sealed_text=text)
        db.session.add(memo)
        db.session.flush()
        talk.memo_ids.append(memo.id)
    if one.word in LEFT:
        talk.copied.append(said)


def _write_down_again(talk):
    """What those said who are out stands in everything else that researchers write of others, and share."""
    words = " ".join(f"“{said}”" for said in talk.copied)
    talk.theme.definition = talk.theme.example = words
    talk.retold = Finding(study_id=talk.study.id, claim=words, about=words, shared_at=now())
    talk.retold.sources.append(FindingSource(kind="document", words=words))
    opened = next(one for one in talk.cases if one.word == OPEN)
    opened.coding.sealed_memo += words
    summary = Summary(participant_id=opened.person.id, theme_id=talk.other.id, sealed_text=words)
    db.session.add_all([talk.retold, summary])


def _tell_of_all(talk):
    """The study came as a file, which told something of everybody, and had a set of all texts."""
    told = Variable(TOLD, "Nickname", ValueKind.TEXT)
    cases = [
        Case(one.person.guid, values=(Value(TOLD, ValueKind.TEXT, beside("value", one.word)),)) for one in talk.cases
    ]
    talks = tuple({one.transcript.guid: None for one in talk.cases})
    rest = Project(
        "Came", variables=(told,), cases=tuple(cases), sets=(Gathered(EVERYTHING, "Everything", sources=talks),)
    )
    db.session.add(BroughtProject(study_id=talk.study.id, file_name="", origin="", sealed_rest=to_json(rest)))
