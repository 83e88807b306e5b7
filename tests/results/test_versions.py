"""Sets marked with whose answers were given anew."""

from datetime import UTC, datetime

from app.disclosure import may_release, members_of
from app.results.versions import Versions

MORNING, NOON, EVENING = (datetime(2025, 5, 1, hour, tzinfo=UTC) for hour in (9, 12, 18))
CLASS = members_of(range(1, 31))


def test_without_anybody_who_began_anew_a_set_stays_as_it_is():
    versions = Versions()
    assert versions.mark("mean/1/0", CLASS, NOON) == CLASS
    assert versions.size(CLASS) == 30


def test_a_set_is_another_one_after_a_member_began_anew():
    versions = Versions([(1, 5, NOON), (1, 900, NOON)])
    before, after = (versions.mark("mean/1/0", CLASS, at) for at in (MORNING, EVENING))
    assert before != after
    assert versions.size(before ^ after) == 1
    assert versions.size(before) == versions.size(after) == 30


def test_other_waves_and_counts_stay_as_they_are():
    versions = Versions([(1, 5, NOON)])
    assert versions.mark("mean/2/0", CLASS, MORNING) == versions.mark("mean/2/0", CLASS, EVENING)
    assert versions.mark("alone/1-2/0/1", CLASS, EVENING) == CLASS


def test_who_began_anew_twice_is_one_pupil():
    versions = Versions([(1, 5, MORNING), (1, 5, NOON), (1, 6, NOON)])
    early, middle, late = (versions.mark("mean/1/0", CLASS, at) for at in (MORNING, NOON, EVENING))
    first = versions.mark("mean/1/0", CLASS, datetime(2025, 5, 1, tzinfo=UTC))
    assert [versions.size(first ^ other) for other in (early, middle, late)] == [1, 2, 2]
    assert middle == late


def test_enough_pupils_who_began_anew_let_the_set_be_shown_again():
    for n, shown in ((5, False), (6, True)):
        versions = Versions([(1, pupil, NOON) for pupil in range(1, n + 1)])
        before, after = (versions.mark("mean/1/0", CLASS, at) for at in (MORNING, EVENING))
        assert may_release(after, [before], least=6, size=versions.size) is shown
