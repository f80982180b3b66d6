"""The sheet "when I call": the game's alerts, the site's rule, one page, the same for everybody."""

import io
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient

from courses.game import book_reader
from courses.model.game import Book
from courses.rules import rule_files
from lms.safety import sheet as sheets

CONTENT = Path(__file__).resolve().parents[3] / "content"
PRESETS = tuple(rule_files.load(CONTENT).presets)
LANGUAGES = ("fr", "en")


def book(preset: str) -> Book:
    found = book_reader.load(CONTENT, rule_files.load(CONTENT).preset(preset), now=date(2026, 11, 23)).book
    assert found is not None
    return found


def made(preset: str, language: str) -> sheets.Sheet:
    return sheets.sheet(book(preset), language, site="Hors les murs", samu="15", day="23 novembre 2026", is_draft=True)


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_it_is_one_tagged_page_under_every_site_rule(preset: str, language: str) -> None:
    page = made(preset, language)
    pdf = sheets.pdf(page)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert b"pdfuaid" in pdf or "pdfuaid" in str(reader.xmp_metadata and reader.trailer["/Root"]["/Metadata"].get_data())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_the_game_asks_to_tell_is_on_it_in_its_rank(language: str) -> None:
    one = book("38.0")
    page = made("38.0", language)
    of_flag = {flag: rank for (_, flag), rank in zip(sheets.RANKS, page.ranks, strict=True)}
    for alert in one.numbers.alerts:
        if alert.on_sheet:
            assert one.text(language, f"alert.{alert.key}.sheet") in of_flag[alert.flag].signs, alert.key


def test_the_paper_says_what_the_page_says(guest: FlaskClient) -> None:
    page = made("38.0", "fr")
    printed = plain(words(sheets.pdf(page)))
    shown = plain(re.sub(r"<[^>]+>", "", guest.get("/fr/quand-j-appelle").text))
    for rank in page.ranks:
        for sign in (rank.title, *rank.signs):
            assert plain(sign) in printed, sign
            assert plain(sign) in shown, sign


@pytest.mark.parametrize("preset", PRESETS)
def test_the_fever_line_follows_the_site_rule(preset: str) -> None:
    rule = rule_files.load(CONTENT).preset(preset)
    said = " ".join(made(preset, "fr").ranks[1].signs)
    assert rule.values("fr")["fever.call"] in said
    others = {rule_files.load(CONTENT).preset(other).values("fr")["fever.call"] for other in PRESETS} - set(rule.values("fr").values())
    assert not [number for number in others if number in said]


def test_it_asks_nothing_and_answers_everybody_the_same(guest: FlaskClient) -> None:
    page = guest.get("/fr/quand-j-appelle").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<input" not in main
    assert "<form" not in main


@pytest.mark.parametrize(("address", "name"), [("/fr/quand-j-appelle.pdf", "quand-j-appelle"), ("/en/when-i-call.pdf", "when-i-call")])
def test_the_pdf_is_served(guest: FlaskClient, address: str, name: str) -> None:
    answer = guest.get(address)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.")
    assert name in answer.headers["Content-Disposition"]


def test_too_many_signs_are_refused_rather_than_printed_small() -> None:
    page = made("38.0", "fr")
    crowded = [sheets.Rank(rank.key, rank.badge, rank.title, rank.signs * 6, rank.note) for rank in page.ranks]
    with pytest.raises(sheets.SheetTooLong):
        sheets.pdf(sheets.Sheet(**{**page.__dict__, "ranks": tuple(crowded)}))
