"""What a survey, an interview schedule or a record sheet is: one YAML file a version, read, checked, scored.

Pure: nothing here knows a database, a request or a table of figures.
"""
