"""Square codes to scan, as SVG inside the page."""

import segno
from markupsafe import Markup, escape


def qr_svg(text: str, *, title: str = "", scale: int = 0) -> Markup:
    """The text as a QR code, error correction M.

    It fills the box it stands in, with a quiet zone of 2 modules, and is hidden from screen readers: the words stand
    beside it. With a `title` it is a picture of that name; with a `scale` a module is so many pixels wide, and the
    quiet zone is 4 modules on white, for a page that may be dark.
    """
    code = segno.make(text, error="m", micro=False)
    look = {"scale": scale, "border": 4, "light": "#fff"} if scale else {"omitsize": True, "border": 2}
    svg = code.svg_inline(svgclass=None, lineclass=None, **look)
    told = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return Markup(svg.replace("<svg ", f'<svg {told} focusable="false" ', 1))  # noqa: S704
