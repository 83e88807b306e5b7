"""Everything that is wrong with an instrument, in three depths: shape, meaning, wording."""

from pathlib import Path

from app.instruments import wording
from app.instruments.load import examine, examine_text, instrument_files, misplaced, translations_of_nothing
from app.instruments.problems import Problem, Report
from app.instruments.published import changed_since_published, wordings_not_noted

__all__ = ["Problem", "check_file", "check_folder", "check_text"]


def check_file(path: Path) -> list[Problem]:
    instrument, problems = examine(path)
    if instrument is None:
        return problems
    report = Report(str(path))
    wording.check(instrument, report)
    return problems + report.problems


def check_text(text: str) -> list[Problem]:
    """Problems of an instrument's text that lies in no file."""
    instrument, problems = examine_text(text.encode(), "the text")
    if instrument is None:
        return problems
    report = Report("the text")
    wording.check(instrument, report)
    return problems + report.problems


def check_folder(folder: Path) -> list[Problem]:
    """Problems of every file, of where files lie, and of files that changed after they were used."""
    problems = [problem for path in instrument_files(folder) for problem in (*check_file(path), *misplaced(path))]
    return [
        *problems,
        *translations_of_nothing(folder),
        *changed_since_published(folder),
        *wordings_not_noted(folder),
    ]
