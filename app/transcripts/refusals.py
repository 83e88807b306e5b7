"""Why a transcript is not read: one sentence for each reason, which says what to do."""

from app.marked import marked

REASONS = {
    "empty": marked("There are no words in this file. Check it and choose it again"),
    "big": marked("This file is bigger than 10 MB. Take out pictures and recordings, or split it"),
    "long": marked("This file holds more words than one conversation. Split it into one file for each conversation"),
    "line": marked("One line in this file is far too long. Put each speaker on a new line"),
    "kind": marked("We read DOCX, ODT, RTF, TXT, VTT and SRT files. Save the transcript as one of them"),
    "name": marked("This file is not what the ending of its name says. Open it, save it again and choose the new file"),
    "letters": marked("The letters in this file cannot be read. Save it as plain text in UTF-8, or as DOCX"),
    "damaged": marked("This file is damaged. Open it in your word processor, save it as DOCX and try again"),
    "locked": marked("This file has a password. Save a copy without one and choose that"),
    "packed": marked("This file unpacks to more than we can read safely. Copy the words into a new document"),
    "paths": marked("This file has parts with unsafe names. Copy the words into a new document"),
    "nested": marked("This file has another file inside it. Take that out, or copy the words into a new document"),
    "macros": marked("This file holds macros, which are small programs. Save it as DOCX without them"),
    "entities": marked(
        "This file declares words that stand for others, which is unsafe. Copy the words into a new document"
    ),
    "outside": marked("This file fetches parts from another place. Copy the words into a new document"),
    "deep": marked("This file is nested too deeply to be read safely. Copy the words into a new document"),
    "times": marked("There are no times in this file, and a file of subtitles has some. Save the transcript as TXT"),
    "demanding": marked("This file takes more time or memory than we can give it. Copy the words into a new document"),
}


class TranscriptRefused(ValueError):
    """A file that is not read. `reason` is a key of `REASONS`, the message the sentence the person sees."""

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason])
        self.reason = reason
