"""Tables of a study as files: CSV or a workbook, by the ending of the address."""

from collections.abc import Iterable, Sequence

from flask import abort
from werkzeug.wrappers import Response

from app.studies.models import Study
from app.studies.queries import get_study
from app.web.downloads import csv_file, xlsx_file


class StudyFile:
    """A study and the kind of file that is asked of it. Who may read the study may have the file."""

    def __init__(self, study: Study, kind: str) -> None:
        self.study, self.kind = study, kind
        self.partnership_ids, self.school_ids = study.partnership_ids, study.school_ids
        self.researcher_ids = study.researcher_ids

    def answer(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
        """The file, called `name`."""
        write = csv_file if self.kind == "csv" else xlsx_file
        return write(f"{name}.{self.kind}", headings, rows)


def get_study_file(study_id: int, kind: str) -> StudyFile:
    """404 for another kind of file."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    return StudyFile(get_study(study_id), kind)
