"""Why a file is not read: one named error for each reason, whose message is the sentence the person sees."""

from app.web.languages import _


class FileRefused(ValueError):
    """A file that cannot be used at all."""


class EmptyFile(FileRefused):
    def __init__(self, what: str = "") -> None:
        what = what or _("The file is empty")
        super().__init__(_("%(what)s. Export it again from your system and choose the new file", what=what))


class FileTooBig(FileRefused):
    def __init__(self, limit_mb: int) -> None:
        super().__init__(
            _("The file is bigger than %(n)s MB. Take out pictures and other sheets or split it", n=limit_mb)
        )


class TooManyRows(FileRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(_("The file has more than %(n)s rows. Split it into smaller files", n=f"{limit:,}"))


class TooManyColumns(FileRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(_("The file has more than %(n)s columns. Keep only the columns that are needed", n=limit))


class CellTooLong(FileRefused):
    def __init__(self, row: int, column: str, limit: int) -> None:
        super().__init__(
            _(
                "Row %(row)s, column %(column)s has more than %(n)s characters. "
                "In a CSV file a quotation mark that is never closed does this: look for one there",
                row=row,
                column=column,
                n=limit,
            )
        )


class WrongEncoding(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The letters in this file cannot be read: it was saved in an encoding we do not know. "
                "Open it in your spreadsheet and save it as “CSV UTF-8” or as XLSX"
            )
        )


class LostLetters(FileRefused):
    def __init__(self, row: int) -> None:
        super().__init__(
            _(
                "Letters with accents were lost before this file reached us (first in row %(row)s, shown as �). "
                "Export it again and save it as “CSV UTF-8” or as XLSX",
                row=row,
            )
        )


class NotATable(FileRefused):
    def __init__(self, what: str = "") -> None:
        what = what or _("not a table of text")
        super().__init__(_("This file is %(what)s. Save the list as CSV or XLSX and choose that file", what=what))


class NoHeader(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The first row of this file looks like a pupil, not like headings. "
                "Put a row of headings on top, like UPN, Forename, Surname, Year group"
            )
        )


class NoRows(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("There are headings but no rows below them. Export the list again with its pupils"))


class LockedWorkbook(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The workbook has a password. Save a copy without one and choose that file"))


class DamagedWorkbook(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The workbook is damaged. Open it in your spreadsheet, save it as XLSX and try again"))


class WorkbookTooBig(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The workbook unpacks to more than we can read safely. "
                "There may be a cell far away from the list: copy the list into a new workbook and choose that file"
            )
        )
