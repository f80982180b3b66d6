"""The picture of a badge, and the badge baked into it (Open Badges 3.0, 5.3): PNG for wallets, SVG for pages."""

import struct
import textwrap
import zlib
from html import escape

import typst

from lms.web.site.printing import TYPST_FONTS

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
KEYWORD = b"openbadgecredential"
LINE = 22
"""Letters of the title on a line of the picture."""
LINES = 5


def svg(title: str, stamp: str = "", badge: str = "") -> str:
    """The picture; with a badge, baked into it. Black on white but for the ring; a reader's fonts, no script."""
    lines = textwrap.wrap(title, LINE)
    lines = lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{lines[LINES - 1][: LINE - 1]}…"]
    top = 236 - 15 * (len(lines) - 1)
    words = "".join(f'<text x="200" y="{top + 30 * place}" class="t">{escape(line)}</text>' for place, line in enumerate(lines))
    frame = '<rect x="20" y="338" width="360" height="38" fill="#fff" stroke="#000" stroke-width="2"/>'
    band = f'{frame}<text x="200" y="364" class="s">{escape(stamp)}</text>'
    baked = f'<openbadges:credential verify="{escape(badge, quote=True)}"/>' if badge else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}" viewBox="0 0 400 400" width="400" height="400">{baked}'
        f"<title>{escape(title)}</title><style>text{{font-family:'Atkinson Hyperlegible',sans-serif;text-anchor:middle;fill:#000}}"
        ".t{font-size:24px;font-weight:700}.b{font-size:18px}.s{font-size:18px;font-weight:700}</style>"
        '<rect width="400" height="400" fill="#fff"/><circle cx="200" cy="200" r="188" fill="#fff" stroke="#0b5661" stroke-width="12"/>'
        '<g transform="translate(152 40) scale(3)" fill="none" stroke="#0b5661" stroke-width="2.4" stroke-linecap="round" '
        'stroke-linejoin="round"><path d="M3 16L16 5l13 11M7 14v13h8"/><path d="M21 27q0-6 8-7"/></g>'
        f'<text x="200" y="150" class="b">Hors les murs</text>{words}{band if stamp else ""}</svg>'
    )


def png(title: str, stamp: str = "") -> bytes:
    """The picture in 400 x 400 points."""
    source = '#set page(width: 400pt, height: 400pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: "")'
    picture: bytes = typst.compile(source.encode(), format="png", ppi=72.0, sys_inputs={"svg": svg(title, stamp)}, **TYPST_FONTS)
    return picture


def bake(picture: bytes, badge: str) -> bytes:
    """The PNG with the badge in an iTXt chunk before its end. Raises ValueError when it is no PNG."""
    if not picture.startswith(b"\x89PNG\r\n\x1a\n") or picture[-8:-4] != b"IEND":
        raise ValueError("not a PNG")
    text = KEYWORD + b"\0\0\0\0\0" + badge.encode("utf-8")
    chunk = b"iTXt" + text
    return picture[:-12] + struct.pack(">I", len(text)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + picture[-12:]
