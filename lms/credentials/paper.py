"""The attestation on paper: one tagged A4 page (PDF/UA-1), black on white, the same bytes each time."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import typst

from lms.credentials.printed import Printed
from lms.web.site.printing import TYPST_FONTS, qr_svg

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "credentials"
TEMPLATE = FOLDER / "attestation.typ"
GLYPHS = FOLDER / "glyphs.typ"


def pdf(page: Printed, issued_at: datetime) -> bytes:
    """issued_at: the time the file bears, so that it is the same at each download."""
    words = json.dumps({**asdict(page), "qr": qr_svg(page.address), "name_points": name_points(page.name)})
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"page": words},
        pdf_standards=["ua-1"],
        timestamp=int(issued_at.timestamp()),
        **TYPST_FONTS,
    )
    return document


def name_points(name: str) -> float:
    """Size of the name's letters, so that its longest word fits the line even in capital W."""
    longest = max(len(word) for word in name.replace("-", " ").split())
    return round(min(24.0, 480 / (0.98 * longest)), 1)


def has_glyphs(words: str) -> bool:
    """Whether the fonts of the paper draw every sign. Asked of typst itself: the fonts' lists and what it does with them may differ."""
    try:
        typst.compile(GLYPHS.read_bytes(), format="pdf", sys_inputs={"words": words}, pdf_standards=["ua-1"], **TYPST_FONTS)
    except typst.TypstError:
        return False
    return True
