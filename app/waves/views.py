"""Pages of the waves feature."""
