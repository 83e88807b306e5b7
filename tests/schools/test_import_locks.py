"""While a file is read and its values are sealed nobody else waits; whoever was quicker is respected."""

import pytest

from app.db import db as database
from app.schools import importing, pupil_queries
from app.schools.models import PupilImport
from app.web.jobs import Job

from .files import csv_bytes
from .test_importing import GOOD, apply, check, n_pupils, state_of


@pytest.fixture
def others_may_write(monkeypatch):
    """While a file is read, or values are sealed for it, another connection writes without waiting."""
    written = []

    def watched(work):
        def working(*given):
            with database.engine.begin() as connection:
                connection.execute(database.update(Job).values(sentence=Job.sentence))
            written.append(work.__name__)
            return work(*given)

        return working

    monkeypatch.setattr(importing, "read_table", watched(importing.read_table))
    monkeypatch.setattr(importing, "prepare", watched(importing.prepare))
    return written


def test_nobody_waits_while_a_file_is_read_or_its_values_are_sealed(teacher, ash, others_may_write):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    apply(teacher, address)
    assert n_pupils() == 3
    assert others_may_write.count("prepare") == 1
    assert set(others_may_write) == {"read_table", "prepare"}


def test_confirming_reads_the_file_once_and_knows_its_length(teacher, ash, others_may_write):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    assert state_of(address).n_rows == 3
    del others_may_write[:]
    teacher.post_form(f"{address}/apply", at=f"{address}/check")
    assert others_may_write.count("read_table") == 2, "the page of the check, and the work itself"
    assert database.session.query(Job).filter_by(kind=pupil_queries.IMPORT_KIND).one().n_total == 3


def test_columns_chosen_for_a_file_that_was_confirmed_meanwhile_change_nothing(teacher, ash):
    address, _ = check(teacher, ash, csv_bytes(GOOD))
    held = state_of(address)
    table, mapping = importing.open_table(held), dict(held.mapping)
    database.session.rollback()
    with database.engine.begin() as connection:
        connection.execute(database.update(PupilImport).values(state=importing.APPLYING))
    with pytest.raises(importing.AlreadyStarted):
        importing.choose_columns(held, table, {})
    database.session.rollback()
    assert (state_of(address).state, state_of(address).mapping) == (importing.APPLYING, mapping)
