"""The paper book: every paragraph can be reached, every number leads somewhere, the end comes, and the PDF is tagged."""

import io
from datetime import date
from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT
from pypdf import PdfReader

from courses.errors import UnknownContent
from courses.export import gamebook
from courses.export.words import delay
from courses.model.game import Book
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogue.load(CONTENT, now=NOON_OF_CONTENT)


@pytest.fixture(scope="module")
def book(shipped: Catalogue) -> Book:
    assert shipped.game is not None
    return shipped.game


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_paragraph_is_reached_from_the_first_and_leads_to_the_end(book: Book, language: str) -> None:
    for campaign in book.campaigns:
        made = {one.number: one for one in gamebook.paragraphs(book, campaign, language)}
        assert list(made) == list(range(1, len(made) + 1))
        reached, waiting = set(), [1]
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += [turn.to for turn in made[number].turns]
        assert reached == set(made)
        assert [one.number for one in made.values() if not one.turns] == [len(made)]
        assert all(text and "{" not in text for one in made.values() for text in (*one.texts, *(turn.label for turn in one.turns)))


def test_the_same_files_give_the_same_numbers_in_both_languages(book: Book) -> None:
    french, english = (gamebook.paragraphs(book, "azur", language) for language in ("fr", "en"))
    assert [[turn.to for turn in one.turns] for one in french] == [[turn.to for turn in one.turns] for one in english]


def test_an_outcome_does_not_stand_beside_the_choice_that_leads_to_it_more_than_by_chance(book: Book) -> None:
    paragraphs = gamebook.paragraphs(book, "azur", "fr")
    beside = sum(abs(turn.to - one.number) == 1 for one in paragraphs if one.kind == "scene" for turn in one.turns)
    assert beside <= 6


@pytest.fixture(scope="module")
def ambre(shipped: Catalogue, book: Book) -> PdfReader:
    return PdfReader(io.BytesIO(gamebook.pdf(book, shipped.references, "ambre", "fr", on=date(2026, 11, 23))))


def test_it_prints_as_a_tagged_pdf_in_its_language(ambre: PdfReader) -> None:
    assert ambre.trailer["/Root"]["/Lang"] == "fr"
    assert ambre.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Commencez au paragraphe 1" in ambre.pages[0].extract_text()


def test_the_card_stands_alone_on_one_sheet(ambre: PdfReader, book: Book) -> None:
    """It is laid beside the book: three of its lines over the page would not be seen."""
    sheets = [" ".join(page.extract_text().split()) for page in ambre.pages]
    card = next(words for words in sheets if words.startswith("La carte d’alerte"))
    lines = [line for part in gamebook.card_rows(book, book.campaigns["ambre"], "fr") for line in part["lines"]]
    assert len(lines) > 30
    assert [line for line in lines if " ".join(line.split())[:30] not in card] == []
    assert "Sources" not in card


def test_no_morning_in_hospital_is_printed_since_nothing_on_paper_leads_there(book: Book) -> None:
    assert any(one.hospital for one in book.situations.values())
    assert not any(one.hospital for campaign in book.campaigns.values() for one in gamebook.situations_of(book, campaign))


def test_an_unknown_campaign_is_said(shipped: Catalogue, book: Book) -> None:
    with pytest.raises(UnknownContent):
        gamebook.paragraphs(book, "rouge", "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_paper_tells_the_delay_of_the_file(book: Book, language: str) -> None:
    """What comes the same night is not printed as coming days later: the delay is what is to be remembered."""
    told = 0
    for campaign in book.campaigns:
        texts = [text for one in gamebook.paragraphs(book, campaign, language) for text in one.texts]
        for situation in gamebook.situations_of(book, book.campaigns[campaign]):
            for choice in situation.choices:
                key = f"situation.{situation.key}.choice.{choice.key}.later"
                if choice.later is None or not book.has_text(language, key):
                    continue
                phrase = delay(language, choice.later.days, choice.later.slot)
                assert any(text.startswith(f"{phrase} ") for text in texts), (situation.key, choice.key)
                told += 1
    assert told > 50
    assert not any(text.startswith(("Quelques jours plus tard.", "A few days later.")) for text in texts)


def test_each_delay_has_its_words() -> None:
    assert delay("fr", 0, "night") == "La nuit même."
    assert delay("fr", 1, "morning") == "Le lendemain matin."
    assert delay("fr", 2, "evening") == "Deux jours plus tard, le soir."
    assert delay("en", 0, "evening") == "The same evening."
    assert delay("en", 1, "night") == "The next night."
    assert delay("en", 3, "noon") == "Three days later, at midday."
