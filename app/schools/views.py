"""Pages of the schools feature."""
