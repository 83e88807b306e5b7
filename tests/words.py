"""What our code says, by the file that says it."""

from app.web.collecting import collect


def sayings(beginnings=("app/",)):
    """The sentences of each file whose name begins so; each as a tuple of one text, or of two that count."""
    found = {}
    for path, saying in collect():
        if path.startswith(beginnings):
            found.setdefault(path, []).append((saying,) if isinstance(saying, str) else tuple(saying))
    return found
