"""The booklet: a tagged PDF with its language, its title, its answers and its sources."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from courses.export import answers, booklet
from courses.export.words import WORDS
from courses.items import responses
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SHIPPED = Path(__file__).parents[3] / "content"


@pytest.fixture
def shelf(folder):
    return catalogue.load(folder, now=NOW)


def paper(folder, **changes):
    known = {"address": "https://site.example/fr/{key}", "media": folder / "media", "on": date(2026, 11, 23)}
    return booklet.Print(**(known | changes))


def text(raw: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).split())


def test_it_is_tagged_titled_and_in_its_language(shelf, folder):
    reader = PdfReader(io.BytesIO(booklet.module_pdf(shelf, "warm", "fr", paper(folder))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == "J’ai chaud"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_every_word_a_reader_needs_is_on_paper(shelf, folder):
    words = text(booklet.module_pdf(shelf, "warm", "fr", paper(folder)))
    for said in ("Je mesure", "38,0", "J’appelle tout de suite", "Le cachet peut cacher la fièvre", "À retenir", "Fever guideline",
                 "https://site.example/fr/warm", "3114", "Imprimé le 23"):  # fmt: skip
        assert said in words, said
    assert "{{" not in words
    assert "Version de travail" not in words


def test_the_same_subject_for_other_readers_stands_beside_the_address_of_the_page(shelf, folder):
    words = text(booklet.module_pdf(replace(shelf, mirrors={"warm": ("ask",)}), "warm", "fr", paper(folder)))
    title = shelf.module("ask", "fr").title
    assert f"Le même sujet, pour les pharmaciens : « {title} »." in words.replace("\u00a0", " ")


@pytest.mark.slow
def test_the_pictures_of_the_modules_we_ship_stand_on_paper():
    """The calendar of the cycle has 21 days; with the picture lost, no page names day 21."""
    content = catalogue.load(SHIPPED, now=NOW)
    for language in ("fr", "en"):
        first = PdfReader(io.BytesIO(booklet.module_pdf(content, "treatment-cycle", language, paper(SHIPPED)))).pages[0]
        words = first.extract_text().split()
        assert {"19", "20", "21"} <= set(words), (language, words)


def test_a_draft_says_so_on_paper(shelf, folder):
    assert "Working version" in text(booklet.module_pdf(shelf, "tea", "en", paper(folder)))


def test_large_print_is_larger(shelf, folder):
    small = len(PdfReader(io.BytesIO(booklet.module_pdf(shelf, "warm", "fr", paper(folder)))).pages)
    large = len(PdfReader(io.BytesIO(booklet.module_pdf(shelf, "warm", "fr", paper(folder, size="large")))).pages)
    assert large > small


def test_the_simple_version_can_be_printed(shelf, folder):
    words = text(booklet.module_pdf(shelf, "warm", "fr", paper(folder, simple=True)))
    assert "Version simple, non testée" in words


def test_a_course_has_its_contents_and_every_module(shelf, folder):
    words = text(booklet.course_pdf(shelf, "garden", "fr", paper(folder)))
    assert "Sommaire" in words
    assert "Le thé" in words
    assert "J’ai chaud" in words


def test_words_that_look_like_typst_stay_words(folder, rewrite):
    rewrite("fr/garden/warm.md", "c’est simple", "c’est #panic() $x$ `#import` \\\\ <b @c")
    shelf = catalogue.load(folder, now=NOW)
    assert "#panic()" in text(booklet.module_pdf(shelf, "warm", "fr", paper(folder)))


def test_days_are_written_out():
    assert booklet.day(date(2027, 5, 1), "fr") == "1er\u00a0mai\u00a02027"
    assert booklet.day(date(2027, 5, 23), "en") == "23\u00a0May\u00a02027"


def test_another_option_is_called_safer_in_a_safety_item_alone(shelf):
    item = next(item for item in shelf.module("warm", "fr").items if any(option.verdict == "other" for option in item.options))
    for is_safety, said in ((True, "Une autre option est plus sûre"), (False, "Une autre option convient mieux")):
        lines = answers.lines(replace(item, is_safety=is_safety), WORDS["fr"])
        verdicts = {WORDS["fr"].get(line.verdict, "") for line in lines}
        assert [words for words in verdicts if words.startswith("Une autre option")] == [said]


def test_the_words_of_a_link_between_modules_name_the_module():
    """Paper has no link: "on immunotherapy, any diarrhoea: my module" told a reader of paper nothing to do."""
    files = [path for language in ("fr", "en") for path in (SHIPPED / language).glob("*/*.md")]
    links = [(path.name, words) for path in files for words in re.findall(r"\[([^\]]+)\]\(module:", path.read_text("utf-8"))]
    assert len(links) > 10
    assert [link for link in links if re.fullmatch(r"\w+ module|ici|here", link[1], re.IGNORECASE)] == []


def test_letters_follow_the_order_that_is_printed():
    content = catalogue.load(SHIPPED, now=NOW)
    words = WORDS["en"]
    items = [item for item in content.module("carer-role", "en").items if item.kind in ("single", "multi")]
    assert any(
        [option.key for option in responses.shown_options(item, "booklet")] != sorted(option.key for option in item.options)
        for item in items
    )
    for item in items:
        printed = booklet._item(item, words)
        letters = [option["key"] for option in printed["options"]]
        assert letters == [line["letter"] for line in printed["answers"]] == sorted(letters)
        assert [option["nodes"] for option in printed["options"]] == [line["text"] for line in printed["answers"]]


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.slow)])
def test_no_line_that_leads_to_a_list_no_footnote_and_no_second_mark_stands_alone(language):
    """Seen on paper: “Anger is rising?” at the foot of page 1 and its list on page 2, “(9)” alone on a line, “• a)” before an answer."""
    content = catalogue.load(SHIPPED, now=NOW)
    pages = PdfReader(io.BytesIO(booklet.module_pdf(content, "carer-wellbeing", language, paper(SHIPPED)))).pages
    lines = [[line.strip() for line in page.extract_text().split("\n") if line.strip()] for page in pages]
    leads = {"fr": "La colère monte", "en": "You feel anger rising"}[language]
    assert [index for page in lines for index, line in enumerate(page) if line.startswith(leads) and index >= len(page) - 2] == []
    assert [line for page in lines for line in page if re.fullmatch(r"\([\d, ]+\)", line)] == []
    assert not re.search(r"•\s*[a-e]\)", "\n".join("\n".join(page) for page in lines))


@pytest.mark.slow
def test_the_places_of_an_order_stand_before_its_answers():
    content = catalogue.load(SHIPPED, now=NOW)
    words = text(booklet.module_pdf(content, "carer-role", "en", paper(SHIPPED)))
    assert "1) Where we are" in words
    assert "5) His treatment" in words
    assert not re.search(r"•\s*\d\)", words)


@pytest.mark.slow
def test_an_answer_without_a_letter_gets_none():
    """A number asked for has one answer; “a) Answer: 66 days” would be read as a choice."""
    words = text(booklet.module_pdf(catalogue.load(SHIPPED, now=NOW), "carer-wellbeing", "en", paper(SHIPPED)))
    assert "• Answer: 66 days" in words
