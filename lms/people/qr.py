"""QR codes as drawings inside a page: black on white in every colour scheme, so that a telephone reads them."""

import segno


def svg(address: str) -> str:
    """The address as an inline SVG; the words for those who cannot see it stand beside it in the page."""
    drawing: str = segno.make_qr(address, error="m").svg_inline(border=2, scale=4, dark="#000", light="#fff", omitsize=True)
    return drawing
