"""Every drawing can be shown the same by the window's rasteriser and by a page."""

import re
from pathlib import Path

import pytest

from courses.library.drawings import REFUSED_PATTERNS, read_pictures, refusals

MEDIA = Path(__file__).parents[3] / "content" / "media" / "art"
PATH = re.compile(r'\bd="([^"]*)"')
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'


def test_the_shipped_drawings_have_no_refusal():
    pictures = read_pictures(MEDIA)
    assert pictures.problems == ()
    assert len(pictures.parts) >= 87


def test_no_shipped_drawing_has_blanks_or_decimals_that_a_page_pays_for():
    """Some 230 shapes stand in a page of the game, which may weigh 9,000 bytes (docs/window.md says with which tool paths are written)."""
    needless = re.compile(r"[, ][A-Za-z]|[A-Za-z] |,|\s\s|\.\d{3}|\b0\.\d|\.\d*0\b")
    long = [f"{name}: {path}" for name, text in read_pictures(MEDIA).parts.items() for path in PATH.findall(text) if needless.search(path)]
    assert long == []
    assert needless.search("M4,0 H20")


@pytest.mark.parametrize(
    "planted",
    [
        "<text>38</text>", '<use href="#a"/>', "<symbol/>", '<path clip-path="url(#c)"/>', '<filter id="f"/>', "<pattern/>", "<image/>",
        '<path class="a"/>', '<path fill="currentColor"/>', '<g fill="#FFFFFF" opacity=".5"/>', '<path paint-order="stroke"/>',
        '<path visibility="hidden"/>', '<path fill="url(#g)" fill-opacity=".5"/>', '<path fill="red"/>', '<path fill="#FFF"/>',
        '<linearGradient id="g" x2="1"/>', '<path stroke-dasharray="4 4" d="M0,0H9"/>', "<!--" + "x" * 12_000 + "-->",
    ],
)  # fmt: skip
def test_it_refuses_what_the_rasteriser_drops(planted):
    assert refusals(f"{OPEN}{planted}</svg>")


def test_a_plain_drawing_is_not_refused():
    assert refusals(f'{OPEN}<path fill="#FFFFFF" d="M0,0H9V9Z"/></svg>') == []
    assert len(REFUSED_PATTERNS) == 14


def test_a_broken_file_is_named_and_leaves_the_others(tmp_path):
    (tmp_path / "object").mkdir()
    (tmp_path / "object" / "cup.svg").write_text(f'{OPEN}<path fill="#FFFFFF" d="M0,0H9V9Z"/></svg>')
    (tmp_path / "object" / "torn.svg").write_bytes(b'<svg xmlns="\xff\xfe')
    (tmp_path / "object" / "half.svg").write_text(f"{OPEN}<path")
    pictures = read_pictures(tmp_path)
    assert list(pictures.parts) == ["object/cup"]
    assert len(pictures.problems) == 2
    assert all("object/" in problem and ";" in problem for problem in pictures.problems)
