"""Lists that grow with a study come in pages: nothing of them is lost, and what they were asked for is kept."""

import pytest

from app.coding.findings import Finding
from app.db import db
from tests.factories import a_coding, a_participant, a_theme
from tests.pages import words

N = 115


@pytest.fixture
def long(talk):
    """A leader who says so many things, each marked with one theme, and every second one with another as well."""
    leader = a_participant(talk.study, talk.school, role="leader", pseudonym="L1")
    said = [f"thing {number:03} of it" for number in range(N)]
    talk.long = talk.talk_of(leader, ". ".join(said), question="pupils-gains")
    talk.theme, talk.other = a_theme(talk.study, "Gains"), a_theme(talk.study, "Worries")
    for number, one in enumerate(said):
        a_coding(talk.long, talk.theme, talk.researcher, one)
        if number % 2:
            a_coding(talk.long, talk.other, talk.researcher, one)
    a_coding(talk, talk.other, talk.researcher, "she speaks up now")
    talk.transcript.turns[1].question_id = "pupils-gains"
    db.session.commit()
    return talk


def quoted(page):
    return [words(one) for one in page.find_all("blockquote")]


def all_pages(client, address):
    """What is quoted on each page, from the first to the last by the link to the next."""
    pages = []
    while address:
        page = client.page(address)
        pages.append(quoted(page))
        address = page.links.get("Next page")
    return pages


def test_quotations_come_in_pages_that_keep_what_was_asked_for(long, browser_of):
    client, address = browser_of(long.researcher), f"/studies/{long.study.id}/quotations"
    first, *more = all_pages(client, f"{address}?role=leader&theme={long.theme.id}")
    assert [len(first), *map(len, more)] == [25, 25, 25, 25, 15]
    assert sum([first, *more], []) == [f"thing {number:03} of it" for number in range(N)]
    assert "115 quotations" in client.page(f"{address}?role=leader&page=5").text
    assert quoted(client.page(f"{address}?role=leader&page=99")) == more[-1]


def test_all_quotations_stand_on_the_page_that_is_printed_and_in_the_file(long, browser_of):
    client, address = browser_of(long.researcher), f"/studies/{long.study.id}/quotations"
    links = client.page(f"{address}?role=leader&page=2").links
    printed = client.page(links["Show all on one page, to print"])
    assert len(quoted(printed)) == N
    assert "Next page" not in printed.links
    assert len(quoted(client.page(printed.links["Show them in pages"]))) == 25
    assert len(client.get(links["Download as CSV"]).text.splitlines()) == N + 1


def test_a_short_list_has_one_page(long, browser_of):
    page = browser_of(long.researcher).page(f"/studies/{long.study.id}/quotations?role=teacher")
    assert quoted(page) == ["she speaks up now"]
    assert not {"Next page", "Show all on one page, to print"} & set(page.links)


def test_words_that_are_found_often_come_in_pages(long, browser_of):
    client, address = browser_of(long.researcher), f"/studies/{long.study.id}/search?q=thing"
    page = client.page(address)
    assert "115 places · 1 transcript" in page.text
    last = client.page(f"{address}&page=5")
    assert [len(one.find_all("li", class_="find")) for one in (page, last)] == [25, 15]
    assert page.links["Next page"] == f"{address.replace('?q=thing', '')}?page=2&q=thing"
    assert words(last.find_all("li", class_="find")[-1]).endswith("thing 113 of it. thing 114 of it…")


def test_words_that_two_themes_share_come_in_pages(long, browser_of):
    address = f"/studies/{long.study.id}/together?a={long.other.id}&b={long.theme.id}"
    first, *_more, last = all_pages(browser_of(long.researcher), address)
    assert (len(first), last[-1]) == (25, "thing 113 of it")


def test_side_by_side_shows_the_first_passages_and_leads_to_all(long, browser_of):
    client = browser_of(long.researcher)
    page = client.page(f"/studies/{long.study.id}/sides")
    assert len(quoted(page)) == 5 + 1
    (link,) = [address for text, address in page.links.items() if text.startswith("See all 115 passages")]
    assert "115 passages" in client.page(link).text


def test_passages_for_a_finding_are_chosen_page_by_page(long, browser_of):
    finding = Finding(study_id=long.study.id, claim="They gained", impact="pupils")
    db.session.add(finding)
    db.session.commit()
    client, address = (
        browser_of(long.researcher),
        f"/findings/{finding.id}/quotations?role=leader&theme={long.theme.id}",
    )
    page = client.page(address)
    field = page.find_all("input", type="radio")[0].get("name")
    after = client.post_form(address, {field: "for", "page": "2"})
    assert "page=2" in after.response.location
    assert len(quoted(client.page(after.response.location))) == 25
    assert "Save and show the next page" not in client.page(f"{address}&page=5").text
    db.session.expire_all()
    assert [f"side-{one.coding_id}" for one in finding.quotations] == [field]
