"""Square codes to scan, as SVG inside the page."""

import segno
from markupsafe import Markup


def qr_svg(address: str) -> Markup:
    """The address as a QR code that fills the box it stands in; error correction M, quiet zone of 2 modules."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704
