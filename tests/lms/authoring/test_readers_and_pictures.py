"""Readers say what is not clear, find, print and take along; educators add pictures that cannot do harm."""

import gzip
import io
import re
import struct
import zipfile
import zlib

import pytest
from flask import Flask
from lms_cast import Person
from werkzeug.test import TestResponse
from writers import FEVER, Writer

from lms.web.current_site import site_of

SCREEN = "/en/courses/patient-essentials/fever/1/not-clear"
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#336699"/></svg>'


def png(wide: int, high: int, extra: bytes = b"", more: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    pixels = zlib.compress(b"\x00" * (high * (wide + 1) if wide * high < 10_000 else 10) + more)
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def send(who: Writer, name: str, raw: bytes, **more: str) -> TestResponse:
    words = {"name": name, "alt_fr": "Un carré bleu.", "alt_en": "A blue square.", **more}
    return who.person.post("/en/writing/pictures", picture=(io.BytesIO(raw), "anything.exe"), **words)


def test_a_tick_of_the_closed_list_arrives_at_its_module_and_names_nobody(desk_site: Flask, claire: Writer) -> None:
    guest = Person(desk_site, None)
    assert guest.post(SCREEN, reason="my name is Anne").status_code == 422
    assert guest.post(SCREEN, reason="words").status_code == 303
    assert re.search(r'fever\.md"><span lang="en">.*?data-l="Not clear">1<', claire.person.get("/en/writing?kind=text").text, re.S)
    page = claire.page(FEVER)
    assert "Words I do not know × 1" in page
    assert claire.person.post(f"/en/writing/seen/{FEVER}").status_code == 303
    assert "Words I do not know" not in claire.page(FEVER)


def test_a_drawing_loses_all_but_its_shapes(desk_site: Flask, claire: Writer) -> None:
    hostile = SQUARE.replace(
        b"<path",
        b'<script>alert(1)</script><style>*{}</style><image href="//x.example"/><a href="javascript:alert(1)"><path d="M0 0"/></a>'
        b'<foreignObject><p>x</p></foreignObject><path onload="alert(1)" style="fill:url(https://x.example)" stroke="url(https://x.example#a)"',
    )
    assert send(claire, "blue-square", hostile).status_code == 303
    response = claire.person.get("/media/uploads/blue-square.svg")
    assert response.mimetype == "image/svg+xml"
    for gone in ("script", "style", "image", "href", "onload", "foreignObject", "example"):
        assert gone not in response.text
    assert "<path" in response.text
    assert "![A blue square.](media:uploads/blue-square.svg)" in claire.person.get("/en/writing/pictures").text


def test_a_photograph_loses_what_it_tells_of_its_place(desk_site: Flask, claire: Writer) -> None:
    text = b"tEXtGPS\x0048.85,2.35"
    place = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    assert send(claire, "photo", png(8, 8, place)).status_code == 303
    assert b"48.85" not in claire.person.get("/media/uploads/photo.png").data


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("../../evil", SQUARE, "lower-case letters"),
        ("big", b"\x89PNG\r\n\x1a\n" + b"0" * 200_000, "larger than 200 KB"),
        ("page", b"<html><script>alert(1)</script></html>", "neither PNG nor SVG"),
        ("bomb", png(60_000, 60_000), "more than 4 million pixels"),
        ("cut", png(8, 8)[:40], "cannot be read to its end"),
        ("entity", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "more than shapes"),
        ("svgz", gzip.compress(SQUARE), "neither PNG nor SVG"),
        ("utf-16", SQUARE.decode().encode("utf-16"), "neither PNG nor SVG"),
        ("gif", b"GIF89a/*<svg onload=alert(1)>*/", "neither PNG nor SVG"),
        ("deep", SQUARE.replace(b"<path", b"<g>" * 9000 + b"</g>" * 9000 + b"<path"), "5,000 shapes"),
        ("many", SQUARE.replace(b"<path", b"<g/>" * 9000 + b"<path"), "5,000 shapes"),
        ("tall", SQUARE.replace(b"0 0 9 9", b"0 0 1 900"), "8 times"),
        ("vast", SQUARE.replace(b"0 0 9 9", b"0 0 1e30 1e30"), "4 million pixels"),
        ("nan", SQUARE.replace(b"0 0 9 9", b"0 0 nan nan"), "4 million pixels"),
        ("bare", SQUARE.replace(b' viewBox="0 0 9 9"', b""), "cannot be read to its end"),
        ("cdata", SQUARE.replace(b"<path", b"<![CDATA[<script>]]><path"), "more than shapes"),
        ("sneaky", b"<!<!----><!DOCTYPE svg>" + SQUARE, "neither PNG nor SVG"),
        ("sneaky", b"<?xml version='1.0'?><!<!--DOCTYPE svg>" + SQUARE, "more than shapes"),
        ("inflated", png(8, 8, more=b"\0" * 100_000_000), "cannot be read to its end"),
        ("thin", png(8, 8).replace(png(8, 8)[41:45], b"IDAT")[:-20] + b"\0" * 20, "cannot be read to its end"),
        ("turned", png(8, 8)[:20] + b"\x09" + png(8, 8)[21:], "cannot be read to its end"),
        ("page-in-png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "cannot be read to its end"),
        ("open", b'<svg xmlns="http://www.w3.org/2000/svg"><g>', "cannot be read to its end"),
    ],
)
def test_a_picture_that_cannot_be_taken_says_why(claire: Writer, name: str, raw: bytes, said: str) -> None:
    answer = send(claire, name, raw)
    assert answer.status_code == 422
    assert said in answer.text
    assert send(claire, "no-words", SQUARE, alt_en="").status_code == 422


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"7", b'{"fr": 3}', b"\xff\xfe", b"[" * 90_000])
def test_words_of_a_picture_that_cannot_be_read_stop_no_page(desk_site: Flask, claire: Writer, raw: bytes) -> None:
    assert send(claire, "odd-words", png(3, 2)).status_code in (303, 422)
    (words,) = site_of(desk_site).settings.shown_content.glob("media/uploads/odd-words.json")
    words.write_bytes(raw)
    for path in ("images", "fiche/fr/patient-essentials/fever.md"):
        page = claire.person.get(f"/fr/rediger/{path}")
        assert page.status_code == 200, path
        assert "odd-words" in page.text, path


def test_what_hides_behind_a_photograph_is_cut_off(claire: Writer) -> None:
    assert send(claire, "two-faced", png(8, 8) + b"<script>alert(1)</script>").status_code == 303
    response = claire.person.get("/media/uploads/two-faced.png")
    assert response.mimetype == "image/png"
    assert b"script" not in response.data
    assert response.data.endswith(b"IEND\xaeB`\x82")


def test_a_drawing_keeps_its_proportions_and_loses_its_size_and_its_tricks(claire: Writer) -> None:
    sly = SQUARE.replace(b"viewBox", b'width="99999999" height="1" viewBox').replace(
        b'fill="#336699"', rb'fill="u\72l(//x.example/a#b)" stroke="url(//x.example#a)" id="a" transform="scale(2)"'
    )
    assert send(claire, "sly-square", sly).status_code == 303
    text = claire.person.get("/media/uploads/sly-square.svg").text
    for gone in ("width", "height", "example", "\\72"):
        assert gone not in text
    assert 'transform="scale(2)"' in text


def test_a_page_is_found_without_accents_in_its_language(desk_site: Flask) -> None:
    guest = Person(desk_site, None)
    assert "/fr/cours/patient-essentials/fever/" in guest.post("/fr/chercher", q="fievre").text
    assert "/en/courses/patient-essentials/fever/" in guest.post("/en/search", q="FEVER").text
    assert guest.post("/fr/chercher", q='") OR 1=1 --').status_code == 200


def test_a_module_is_printed_and_everything_fits_a_stick(desk_site: Flask) -> None:
    guest = Person(desk_site, None)
    for size in ("", "?print=large"):
        booklet = guest.get(f"/fr/cours/patient-essentials/fever/livret.pdf{size}")
        assert booklet.mimetype == "application/pdf"
        assert booklet.data.startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(guest.get("/hors-les-murs.zip").data)) as stick:
        assert {"hors-les-murs/index.html", "hors-les-murs/fr/fever.html", "hors-les-murs/en/fever.html"} <= set(stick.namelist())
