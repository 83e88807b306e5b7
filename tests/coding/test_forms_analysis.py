"""Forms of the grid take what a browser never sends kindly."""

from types import SimpleNamespace

from app.coding.forms_analysis import SummaryForm


def test_only_numbers_that_a_passage_may_have_are_passages(app):
    cell = SimpleNamespace(linked=(), text="", version=0, quotations=())
    sent = {"codings": ["7", "²", "٣", "x", "", "9" * 30]}
    with app.test_request_context(method="POST", data=sent):
        assert SummaryForm(cell=cell).chosen_ids == [7]
