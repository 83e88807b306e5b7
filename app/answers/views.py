"""Pages of the answers feature."""
