"""Projects and code books as other programs for qualitative research write and read them: REFI-QDA 1.0.

`writing.to_qdpx` and `to_qdc` write, `reading.from_qdpx` and `from_qdc` read a stranger's file in a limited process and
refuse one that breaks a rule, with its line and a sentence. Pure: nothing here knows the web or the database.

Places in a text are Unicode code points counted from 0, the end not included; texts have LF and no byte order mark.
Recordings, films, pictures and PDFs are not taken over, only named.
"""
