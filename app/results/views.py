"""Pages of the results feature."""
