"""Why a file is not read: one named error for each reason, whose message is the sentence the person sees."""


class FileRefused(ValueError):
    """A file that cannot be used at all."""


class EmptyFile(FileRefused):
    def __init__(self, what: str = "The file is empty") -> None:
        super().__init__(f"{what}. Export it again from your system and choose the new file")


class FileTooBig(FileRefused):
    def __init__(self, limit_mb: int) -> None:
        super().__init__(f"The file is bigger than {limit_mb} MB. Take out pictures and other sheets or split it")


class TooManyRows(FileRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(f"The file has more than {limit:,} rows. Split it into smaller files")


class TooManyColumns(FileRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(f"The file has more than {limit} columns. Keep only the columns that are needed")


class CellTooLong(FileRefused):
    def __init__(self, row: int, column: str, limit: int) -> None:
        super().__init__(
            f"Row {row}, column {column} has more than {limit} characters. "
            "In a CSV file a quotation mark that is never closed does this: look for one there"
        )


class WrongEncoding(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The letters in this file cannot be read: it was saved in an encoding we do not know. "
            "Open it in your spreadsheet and save it as “CSV UTF-8” or as XLSX"
        )


class LostLetters(FileRefused):
    def __init__(self, row: int) -> None:
        super().__init__(
            f"Letters with accents were lost before this file reached us (first in row {row}, shown as �). "
            "Export it again and save it as “CSV UTF-8” or as XLSX"
        )


class NotATable(FileRefused):
    def __init__(self, what: str = "not a table of text") -> None:
        super().__init__(f"This file is {what}. Save the list as CSV or XLSX and choose that file")


class NoHeader(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The first row of this file looks like a pupil, not like headings. "
            "Put a row of headings on top, like UPN, Forename, Surname, Year group"
        )


class NoRows(FileRefused):
    def __init__(self) -> None:
        super().__init__("There are headings but no rows below them. Export the list again with its pupils")


class LockedWorkbook(FileRefused):
    def __init__(self) -> None:
        super().__init__("The workbook has a password. Save a copy without one and choose that file")


class DamagedWorkbook(FileRefused):
    def __init__(self) -> None:
        super().__init__("The workbook is damaged. Open it in your spreadsheet, save it as XLSX and try again")


class WorkbookTooBig(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The workbook unpacks to more than we can read safely. "
            "There may be a cell far away from the list: copy the list into a new workbook and choose that file"
        )
