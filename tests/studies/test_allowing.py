"""What somebody allows: the newest word of each kind, a carer's no above a pupil's yes, a withdrawal above all."""

from datetime import date

import pytest

from app.db import now
from app.studies.allowing import NOTHING, allowed_by, is_permitted, permitted_school_ids
from app.studies.models import Consent, SchoolPermission
from tests.factories import a_participant, a_partnership, a_school, a_study


@pytest.fixture
def school(db):
    return a_school()


@pytest.fixture
def study(school):
    return a_study(a_partnership(school))


def word(participant, kind="consent", **scopes):
    consent = Consent(kind=kind, given_on=date(2026, 9, 1), **{"to_take_part": True, **scopes})
    participant.consents.append(consent)
    return consent


def saved(db, participant):
    db.session.commit()
    return allowed_by(participant)


def test_who_was_never_asked_allows_nothing(study):
    assert allowed_by(a_participant(study)) == NOTHING


def test_what_was_allowed_is_allowed_and_no_more(db, study):
    participant = a_participant(study)
    word(participant, to_quote=True)
    allowed = saved(db, participant)
    assert (allowed.to_take_part, allowed.to_quote) == (True, True)
    assert (allowed.to_record, allowed.to_be_named, allowed.to_reuse) == (False, False, False)


def test_a_pupil_is_never_named(db, study):
    """Also somebody who was a teacher when they allowed it, and whose role was put right since."""
    participant = a_participant(study)
    word(participant, to_quote=True, to_be_named=True)
    assert saved(db, participant).to_be_named
    participant.role = "pupil"
    assert not saved(db, participant).to_be_named


def test_the_newest_word_holds(db, study):
    participant = a_participant(study)
    word(participant, to_quote=True)
    saved(db, participant)
    word(participant, to_quote=False)
    assert not saved(db, participant).to_quote


def test_a_word_taken_back_does_not_bring_back_the_one_before(db, study):
    participant = a_participant(study)
    word(participant, to_quote=True)
    saved(db, participant)
    word(participant, to_quote=True).withdrawn_at = now()
    assert saved(db, participant) == NOTHING


def test_a_carers_no_stands_over_a_pupils_yes_until_it_is_taken_back(db, study):
    participant = a_participant(study, role="pupil")
    word(participant, "assent", to_quote=True)
    no = word(participant, "opt-out", to_take_part=False)
    assert saved(db, participant) == NOTHING
    no.withdrawn_at = now()
    assert saved(db, participant).to_quote


def test_who_withdraws_allows_nothing_more(db, study):
    participant = a_participant(study)
    word(participant, to_quote=True)
    participant.withdrawn_at = now()
    assert saved(db, participant) == NOTHING


def test_a_scope_without_taking_part_is_none(db, study):
    participant = a_participant(study)
    word(participant, to_take_part=False, to_quote=True)
    assert saved(db, participant) == NOTHING


def test_a_school_is_permitted_while_its_heads_word_stands(db, study, school):
    participant = a_participant(study, school)
    assert not is_permitted(participant, permitted_school_ids(study))
    permission = SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1))
    db.session.add(permission)
    db.session.commit()
    assert is_permitted(participant, permitted_school_ids(study))
    permission.withdrawn_at = now()
    db.session.commit()
    assert not is_permitted(participant, permitted_school_ids(study))


def test_who_works_at_two_schools_needs_both_heads(db, study, school):
    participant = a_participant(study, school, a_school())
    db.session.add(SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1)))
    db.session.commit()
    assert not is_permitted(participant, permitted_school_ids(study))
