"""Findings and what leaves a study: strength by rules, sides kept, words under a quotation that tell nobody."""

import pytest

from app.coding import conclusions
from app.coding.attribution import Attributor
from app.coding.desk import Desk
from app.coding.findings import Finding, FindingQuotation, FindingSource
from app.coding.models import Summary
from app.coding.quotables import coverage_of, kinds_of
from app.coding.strength import Strength, evidence_of
from app.db import db, now
from app.people.session import actor_of
from app.studies.models import Consent
from tests.factories import a_coding, a_participant, a_person, a_school, a_theme


@pytest.fixture
def claimed(talk):
    """A finding for which the one teacher of the talk is quoted."""
    talk.theme = a_theme(talk.study, "Gains")
    talk.coding = a_coding(talk, talk.theme, talk.researcher, "she speaks up now")
    talk.finding = Finding(study_id=talk.study.id, claim="Pupils speak up")
    talk.finding.quotations = [FindingQuotation(coding_id=talk.coding.id, side="for")]
    db.session.add(talk.finding)
    db.session.commit()
    return talk


def say(talk, role, words, side="for", school=None):
    """Somebody else speaks for or against the finding."""
    transcript = talk.talk_of(a_participant(talk.study, school or talk.school, role=role), words)
    coding = a_coding(transcript, talk.theme, talk.researcher, words)
    talk.finding.quotations.append(FindingQuotation(coding_id=coding.id, side=side))
    return coding


def evidence(talk):
    db.session.commit()
    db.session.expire_all()
    desk = Desk(talk.study, talk.researcher.id)
    return evidence_of(talk.finding, desk.quotations, len(desk.schools))


def add_source(talk, kind="minutes", side="for"):
    talk.finding.sources.append(FindingSource(kind=kind, side=side, words="Item 4"))


def test_one_kind_of_source_is_a_single_source_however_many_speak(claimed):
    say(claimed, "teacher", "So do mine.")
    assert evidence(claimed).strength == Strength.SINGLE


def test_two_kinds_support_it(claimed):
    add_source(claimed)
    assert evidence(claimed).strength == Strength.SUPPORTED


def test_three_kinds_from_half_of_the_schools_are_strong_and_nobody_can_raise_less(claimed):
    add_source(claimed)
    say(claimed, "leader", "They do.")
    assert evidence(claimed).strength == Strength.SUPPORTED  # of one school only
    say(claimed, "pupil", "I do now.", school=a_school("Beech School"))
    assert evidence(claimed).strength == Strength.STRONG
    claimed.finding.is_tentative = True
    assert evidence(claimed).strength == Strength.SUPPORTED


def test_as_many_against_it_contest_it(claimed):
    add_source(claimed)
    say(claimed, "leader", "Not at all.", side="against")
    found = evidence(claimed)
    assert (found.strength, len(found.contra)) == (Strength.CONTESTED, 1)


def test_with_the_words_goes_the_strength(claimed):
    claimed.participant.withdrawn_at = now()
    found = evidence(claimed)
    assert (found.strength, found.pro, found.school_ids) == (Strength.UNSUPPORTED, (), frozenset())


def test_few_people_are_never_counted_for_schools(claimed):
    assert coverage_of(evidence(claimed)) == "A few people are quoted for it."
    for number in range(4):
        say(claimed, "teacher", f"Yes {number}.", school=a_school())
    assert coverage_of(evidence(claimed)) == "5 people of 5 of the 5 schools are quoted for it."


def test_three_people_of_two_schools_are_a_few(claimed):
    """One more is a number."""
    for school in (claimed.school, a_school()):
        say(claimed, "teacher", f"Yes, at {school.name}.", school=school)
    assert coverage_of(evidence(claimed)) == "A few people are quoted for it."
    say(claimed, "teacher", "And here.", school=a_school())
    assert coverage_of(evidence(claimed)) == "4 people of 3 of the 3 schools are quoted for it."


def test_a_role_of_three_people_is_other_interviews(claimed):
    for number in range(3):
        say(claimed, "leader", f"Surely {number}.")
    desk = Desk(claimed.study, claimed.researcher.id)
    assert kinds_of(desk, evidence(claimed)) == "Other interviews"
    say(claimed, "leader", "Oh yes.")
    desk = Desk(claimed.study, claimed.researcher.id)
    assert "Leaders" in kinds_of(desk, evidence(claimed))


def test_a_claim_with_nothing_behind_it_is_not_shared(claimed):
    with pytest.raises(conclusions.Unsupported):
        conclusions.share_finding(claimed.finding, actor_of(claimed.researcher), is_supported=False)


def test_a_finding_that_changed_meanwhile_is_not_overwritten(claimed, browser_of):
    client, address = browser_of(claimed.researcher), f"/findings/{claimed.finding.id}/edit"
    conclusions.change_finding(
        claimed.finding, actor_of(claimed.researcher), conclusions.FindingFields("Theirs"), version=1
    )
    page = client.post_form(address, {"claim": "Mine", "impact": "pupils", "version": "1"}, status=409)
    assert page.find("input", name="claim").get("value") == "Mine"
    assert "It says now: Theirs" in page.text
    client.post_form(address, {"claim": "Ours", "impact": "teachers", "version": "2"})
    db.session.expire_all()
    assert (claimed.finding.claim, claimed.finding.version) == ("Ours", 3)


def test_passages_are_put_for_against_and_away_again(claimed, browser_of):
    client, address = browser_of(claimed.researcher), f"/findings/{claimed.finding.id}"
    client.page(f"{address}/quotations")
    client.post_form(f"{address}/quotations", {f"side-{claimed.coding.id}": "against", "side-999999": "for"})
    db.session.expire_all()
    assert [(one.coding_id, one.side) for one in claimed.finding.quotations] == [(claimed.coding.id, "against")]
    client.post_form(f"{address}/quotations", {f"side-{claimed.coding.id}": ""})
    db.session.expire_all()
    assert claimed.finding.quotations == []
    assert "Nothing speaks against it yet" in client.page(address).text


def test_another_source_is_added_and_removed(claimed, browser_of):
    client, address = browser_of(claimed.researcher), f"/findings/{claimed.finding.id}"
    client.post_form(f"{address}/sources/new", {"kind": "survey", "side": "for", "words": "Up"}, status=422)
    client.post_form(f"{address}/sources/new", {"kind": "minutes", "side": "against", "words": "Item 4"})
    assert "Item 4" in client.page(address).text
    source = db.session.query(FindingSource).one()
    client.post_form(f"{address}/sources/removal", {"source": str(source.id)}, at=address)
    assert "Item 4" not in client.page(address).text


def test_schools_read_what_is_shared_and_no_more(claimed, browser_of):
    claimed.finding.about = "Only for us"
    head = browser_of(a_person("leader", school=claimed.school))
    address = f"/studies/{claimed.study.id}/findings/shared"
    assert "Pupils speak up" not in head.page(address).text
    browser_of(claimed.researcher).post_form(
        f"/findings/{claimed.finding.id}/shared", {"share": "yes"}, at=f"/findings/{claimed.finding.id}"
    )
    page = head.page(address)
    assert "she speaks up now" in page.text
    assert "Member of staff" in page.text
    assert "Only for us" not in page.text
    assert "T1" not in page.text
    (way,) = head.page("/studies").find_all("a", href="/findings")
    assert "What we found" in "".join(way.itertext())
    assert claimed.study.title in head.page("/findings").text
    assert head.get(f"/studies/{claimed.study.id}").status_code == 404


def people(talk, n, role="teacher", **fields):
    found = []
    for _ in range(n):
        one = a_participant(talk.study, talk.school, role=role)
        one.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True, **fields))
        found.append(one)
    db.session.commit()
    return found


def test_a_kind_of_school_is_told_where_more_than_three_people_fit(talk):
    group = people(talk, 4)
    assert Attributor(group).of(group[:1]).words == "Teacher (secondary)"
    assert Attributor(group).of(group[:1]).warning == ""


def test_three_who_fit_are_too_few_and_the_researcher_is_warned(talk):
    group = people(talk, 3)
    special = a_participant(talk.study, a_school(phase="special"), role="teacher")
    special.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True))
    found = Attributor([*group, special]).of(group[:1])
    assert found.words == "Teacher"
    assert "Only 3 people" in found.warning


def at(kind, talk, n, **fields):
    group = people(talk, n, **fields)
    school = a_school(f"{kind} {n}", phase=kind)
    for one in group:
        one.schools = [school]
    db.session.commit()
    return group


def told(everybody, *some):
    return [Attributor(everybody).of([one]).words for one in some]


def test_nobody_is_told_by_being_the_only_one_without_a_kind_of_school(talk):
    """Four are of one kind, and one is of another: beside the four, who has no kind would be that one."""
    four, special = people(talk, 4), at("special", talk, 1)
    everybody = [*four, *special]
    assert told(everybody, four[0], special[0]) == ["Teacher", "Teacher"]
    assert "would stand out" in Attributor(everybody).of(four[:1]).warning
    assert "Only 1 person" in Attributor(everybody).of(special).warning


def test_the_largest_kinds_stay_where_enough_others_are_left(talk):
    six, four, special = people(talk, 6), at("primary", talk, 4), at("special", talk, 1)
    everybody = [*special, *four, *six]
    assert told(everybody, six[0], four[0], special[0]) == ["Teacher (secondary)", "Teacher", "Teacher"]
    more = at("special", talk, 3)
    assert told([*everybody, *more], four[0], more[0]) == ["Teacher (primary)", "Teacher (special)"]


def test_who_is_named_hides_nobody(talk):
    """Readers know them, and so whom nobody named."""
    named, others = people(talk, 4, to_be_named=True), people(talk, 3)
    assert told([*named, *others], others[0], named[0]) == ["Member of staff", "Teacher, Ash School"]


def test_it_is_said_that_one_whose_role_alone_is_not_told_may_be_known(talk):
    """“Member of staff” is as good as a name where everybody else is a teacher."""
    teachers, alone = people(talk, 4), people(talk, 1, role="support")
    assert "may still work it out" in Attributor([*teachers, *alone]).of(alone).warning
    leaders = people(talk, 3, role="leader")
    assert "work it out" not in Attributor([*teachers, *alone, *leaders]).of(alone).warning


def test_who_was_only_to_be_asked_hides_nobody(claimed, browser_of):
    """Six teachers said yes; readers may well know that one of them has been asked so far."""
    people(claimed, 5)
    address = f"/studies/{claimed.study.id}/quotations.csv"
    assert browser_of(claimed.researcher).get(address).text.splitlines()[1].split(",")[1] == "Member of staff"


def test_who_does_not_take_part_hides_nobody(talk):
    group = people(talk, 4)
    group[-1].withdrawn_at = now()
    assert Attributor(group).of(group[:1]).words == "Member of staff"


def test_who_works_at_two_kinds_of_school_is_none_of_many_at_one(talk):
    group = people(talk, 4)
    group[0].schools = [*group[0].schools, a_school(phase="special")]
    db.session.commit()
    assert Attributor(group).of(group[:1]).words == "Teacher"
    assert Attributor(group).of(group[1:2]).words == "Teacher"


def test_a_lone_assistant_is_a_member_of_staff(talk):
    """To be called support staff would name the only one there is."""
    found = Attributor(people(talk, 1, role="support")).of(talk.study.participants[-1:])
    assert (found.words, "Only 1 person" in found.warning) == ("Member of staff", True)


def numbered(people):
    for one in people:
        one.number = 1_000_000 - one.id
    return people


def test_people_of_one_role_are_told_apart_by_their_number(talk):
    group = numbered(people(talk, 4))
    first, second = group[0].number, group[1].number
    assert Attributor(group).of(group[:2]).words == f"Teacher {first} (secondary) and Teacher {second} (secondary)"
    few = numbered(people(talk, 3, role="pupil"))
    assert [Attributor(few).of([one]).words for one in few] == [f"Pupil {one.number}" for one in few]
    assert "Only 3 people in this study fit “Pupil”" in Attributor(few).of(few[:1]).warning


def test_no_number_tells_who_is_alone_or_whose_role_is_not_told(talk):
    """Passages of one number, read together, could tell the role; a lone pupil has nobody to be told from."""
    found = {
        role: Attributor(group).of(group[:1]).words
        for role, n in [("pupil", 1), ("support", 1), ("leader", 3)]
        for group in [numbered(people(talk, n, role=role))]
    }
    assert found == {"pupil": "Pupil", "support": "Member of staff", "leader": "Member of staff"}
    named = numbered(people(talk, 1, to_be_named=True))
    assert Attributor(named).of(named).words == "Teacher, Ash School"


def test_a_school_is_named_where_the_person_said_so(talk):
    group = people(talk, 1, role="leader", to_be_named=True)
    assert Attributor(group).of(group).words == "Leader, Ash School"


def test_a_summary_is_written_and_not_overwritten_unseen(claimed, browser_of):
    client = browser_of(claimed.researcher)
    address = f"/studies/{claimed.study.id}/grid/{claimed.participant.id}/{claimed.theme.id}"
    sent = {"text": "More confident.", "codings": [str(claimed.coding.id), "999999"], "version": "0"}
    client.post_form(address, sent)
    grid = client.page(f"/studies/{claimed.study.id}/grid")
    assert "More confident." in grid.text
    assert "1 quotation" in grid.text
    page = client.post_form(address, {"text": "Something else.", "version": "0"}, status=409)
    assert "More confident." in page.text
    assert page.find("textarea").text.strip() == "Something else."
    client.post_form(address, {"text": "", "version": "1"})
    assert db.session.query(Summary).one().version == 2
    client.post_form(address, {"text": "Late.", "version": "1"}, status=409)


def test_the_grid_leaves_as_a_file(claimed, browser_of):
    db.session.add(Summary(participant_id=claimed.participant.id, theme_id=claimed.theme.id, sealed_text="=1+1"))
    response = browser_of(claimed.researcher).get(f"/studies/{claimed.study.id}/grid.csv")
    assert response.text.splitlines()[1] == "T1,teacher,'=1+1"


def test_quotations_of_two_coders_stand_once(claimed, browser_of):
    a_coding(claimed, a_theme(claimed.study, "Voice"), a_person(), "she speaks up now")
    text = browser_of(claimed.researcher).get(f"/studies/{claimed.study.id}/quotations.csv").text
    assert text.splitlines()[1:] == ["she speaks up now,Member of staff,Gains; Voice,"]
