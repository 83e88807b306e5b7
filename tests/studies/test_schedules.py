"""Which schedule a study may use: ours, and those its own partnership has published."""

from dataclasses import replace

import pytest

from app.db import now
from app.instruments.load import read_text
from app.instruments.write import text_of
from app.studies import schedules
from app.studies.models import OwnSchedule, Published
from tests.factories import a_partnership, a_school, a_study


@pytest.fixture
def study(db):
    return a_study(a_partnership(a_school()))


@pytest.fixture
def own(db, study):
    """A published schedule of the study's partnership."""
    text = text_of(replace(schedules.find_ours("leaders", "2026-1"), name="governors", title="Governors"))
    digest = read_text(text).digest
    one = OwnSchedule(partnership_id=study.partnership_id, name="governors", version="2026-1", text=text, digest=digest)
    one.published_at = now()
    db.session.add(one)
    db.session.commit()
    return one


def test_ours_are_found_by_name_and_version_and_by_digest(study):
    leaders = schedules.find_schedule(study, name="leaders", version="2026-1")
    assert leaders == schedules.find_schedule(study, digest=leaders.digest)
    assert schedules.find_schedule(study, name="leaders", version="1999-1") is None
    assert schedules.find_schedule(study, digest="0" * 64) is None
    assert schedules.find_schedule(study) is None


def test_a_survey_is_no_schedule(study, app):
    survey = app.extensions["instruments"].latest("school-and-me")
    assert schedules.find_schedule(study, digest=survey.digest) is None
    assert schedules.find_ours(survey.name, survey.version) is None
    assert survey not in schedules.list_schedules(study)


def test_a_partnerships_own_is_found_by_its_studies_alone(study, own):
    assert schedules.find_schedule(study, digest=own.digest).title == "Governors"
    assert schedules.find_schedule(study, name="governors", version="2026-1").digest == own.digest
    stranger = a_study(a_partnership(a_school()))
    assert schedules.find_schedule(stranger, digest=own.digest) is None
    assert [one.name for one in schedules.list_schedules(study)][0] == "governors"
    assert "governors" not in [one.name for one in schedules.list_schedules(stranger)]


def test_a_draft_is_used_by_nobody(db, study, own):
    db.session.add(OwnSchedule(partnership_id=study.partnership_id, name="governors", version="2026-2", text=own.text))
    db.session.commit()
    assert schedules.find_schedule(study, name="governors", version="2026-2") is None


def test_what_is_published_never_changes(own):
    for part in ("name", "version", "text", "digest"):
        with pytest.raises(Published):
            setattr(own, part, "another")
