"""Pages by gzip, for slow lines.

Only for pages whose cookie no other site can make a browser send (`SameSite=Strict`): elsewhere, the length of a
compressed page could tell a stranger what is in it.
"""

import gzip

from flask import Response, request

LEAST = 1024
LEVEL = 4


def takes_gzip() -> bool:
    """Whether whoever asked can read it."""
    return request.accept_encodings["gzip"] > 0


def compress(response: Response) -> Response:
    """The response, smaller if it is a page worth it and the browser takes it so."""
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if takes_gzip() and len(page := response.get_data()) > LEAST:
        response.set_data(gzip.compress(page, compresslevel=LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
