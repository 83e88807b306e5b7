from tests import factories as make


def test_each_request_finds_its_own_actor(browser_of):
    one, other = make.a_person("administrator"), make.a_person("administrator")
    first, stranger = browser_of(one), browser_of()
    assert first.get("/sign-in").status_code == 303
    assert stranger.post("/sign-out").status_code == 400
    assert first.get("/sign-in").status_code == 303
