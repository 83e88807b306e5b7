"""The page of a study: what is next, how far it is, who works in it; and the sheets that are handed out."""

import pytest

from app.db import db, now
from app.instruments.readability import reading_ages, words_of
from app.studies import sheets
from app.studies.models import Consent, SchoolPermission
from app.studies.overview import next_of, steps_of
from tests.factories import a_participant, a_person, an_interview


def titles_done(study):
    return [step.title for step in steps_of(study) if step.is_done]


def test_the_next_step_moves_on_as_the_study_does(app, town):
    with app.test_request_context("/"):
        assert next_of(steps_of(town.study)).title == "Schools' permission"
    db.session.add(SchoolPermission(study_id=town.study.id, school_id=town.ash.id, given_on=now().date()))
    db.session.commit()
    with app.test_request_context("/"):
        assert next_of(steps_of(town.study)).title == "Participants"
    one = a_participant(town.study, town.ash)
    with app.test_request_context("/"):
        assert next_of(steps_of(town.study)).title == "Consents"
    one.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True))
    db.session.commit()
    with app.test_request_context("/"):
        assert next_of(steps_of(town.study)).title == "Interviews and focus groups"
    an_interview(town.study, one, state="held")
    with app.test_request_context("/"):
        assert titles_done(town.study) == [
            "Schools' permission",
            "Participants",
            "Consents",
            "Interviews and focus groups",
        ]


def test_the_page_links_every_step_there_is(browser_of, town):
    page = browser_of(town.lead).page(f"/studies/{town.study.id}")
    assert "What is next: Schools' permission" in page.text
    for part in ("schools", "participants", "interviews", "themes", "researchers"):
        assert f"/studies/{town.study.id}/{part}" in page.links.values()


def test_a_researcher_is_chosen_from_the_schools_staff_and_taken_out_again(browser_of, town):
    lead, chosen = browser_of(town.lead), a_person("practitioner", school=town.ash, name="Nell New")
    outsider = a_person(name="Otto Outside")
    address = f"/studies/{town.study.id}/researchers"
    page = lead.page(address)
    assert "Nell New" in page.text
    assert "Otto Outside" not in page.text
    lead.post_form(address, {"person_id": str(outsider.id)}, status=422)
    lead.post_form(address, {"person_id": str(chosen.id)})
    browser_of(chosen).page(f"/studies/{town.study.id}")
    lead.post_form(f"{address}/{chosen.id}/remove")
    browser_of(chosen).page(f"/studies/{town.study.id}", status=404)


def test_who_works_at_no_school_of_the_partnership_any_more_opens_nothing(browser_of, town):
    client = browser_of(town.researcher)
    client.page(f"/studies/{town.study.id}")
    town.researcher.roles.clear()
    db.session.commit()
    client.page(f"/studies/{town.study.id}", status=404)
    assert "Voices" not in client.page("/studies").text
    shown = browser_of(town.lead).page(f"/studies/{town.study.id}/researchers").text
    assert "works at no school of the partnership any more" in shown


@pytest.mark.parametrize("kind", sheets.KINDS)
def test_every_sheet_can_be_printed(browser_of, town, kind):
    page = browser_of(town.lead).page(f"/studies/{town.study.id}/sheets/{kind}")
    assert "Sheet 1" in page.text
    assert page.find_all("dt")


def test_there_is_no_sheet_of_another_kind(browser_of, town):
    browser_of(town.lead).page(f"/studies/{town.study.id}/sheets/nobody", status=404)


def test_a_sheet_promises_the_day_of_the_study(browser_of, town):
    town.study.withdraw_until = now().date().replace(year=2030, month=5, day=1)
    db.session.commit()
    page = browser_of(town.lead).page(f"/studies/{town.study.id}/sheets/teacher")
    assert "1 May 2030" in page.text


def test_a_pupil_of_nine_can_read_the_pupils_sheet(app, town):
    with app.test_request_context("/"):
        sheet = sheets.sheet_of(town.study, "pupil")
        texts = [sheet.title, *(text for _, sentences in sheet.parts for text in sentences), *map(str, sheet.ticks)]
        assert max(reading_ages(texts).values()) <= 9
        long = [text for text in texts if len(words_of(text)) >= 8]
        assert long
        assert [text for text in long if max(reading_ages([text]).values()) > 9] == []
