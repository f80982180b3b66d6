"""The situations of a campaign as a paper book with numbered paragraphs, made from the same files as the game (tagged PDF)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst

from courses.errors import UnknownContent
from courses.export.booklet import POINTS, Size, day, source
from courses.export.words import WORDS, delay
from courses.model.content import Reference
from courses.model.game import Book, Campaign, Situation

TEMPLATE = Path(__file__).with_name("gamebook.typ")
PLACES = ("she", "She", "her", "his", "His", "e", "self", "one")


@dataclass(frozen=True, slots=True)
class Turn:
    """A choice printed at the end of a paragraph, and the paragraph it leads to."""

    label: str
    to: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph. kind: scene, answer, outcome or end. title: of a scene. turns: where one may go on."""

    number: int
    kind: str
    title: str
    texts: tuple[str, ...]
    turns: tuple[Turn, ...]


def situations_of(book: Book, campaign: Campaign) -> list[Situation]:
    """The situations one may meet in a campaign, in the order of its days; not those of the ward, to which nothing on paper leads."""
    at_home = (one for one in book.situations.values() if one.fits(campaign) and not one.hospital)
    return sorted(at_home, key=lambda one: (one.days, one.key))


def paragraphs(book: Book, key: str, language: str) -> tuple[Paragraph, ...]:
    """The book's paragraphs in the order of their numbers; reading starts at 1. Raises UnknownContent for an unknown campaign.

    Numbers are mixed, so that the eye does not fall on the outcome of the choice beside; the same files always give the same numbers.
    """
    if key not in book.campaigns:
        raise UnknownContent("campaign", key)
    scenes = situations_of(book, book.campaigns[key])
    names = _names(book, language)
    marks = [("scene", one.key, "") for one in scenes] + [("outcome", one.key, choice.key) for one in scenes for choice in one.choices]
    marks += [("answer", one.key, question.key) for one in scenes for question in one.questions]
    numbers = _shuffle(marks, key)
    end = len(marks) + 1
    paragraphs_of_book = []
    for place, scene in enumerate(scenes):
        after = numbers["scene", scenes[place + 1].key, ""] if place + 1 < len(scenes) else end
        paragraphs_of_book.append(_scene(book, language, scene, names, numbers))
        paragraphs_of_book += [_answer(book, language, scene, question.key, names, numbers) for question in scene.questions]
        paragraphs_of_book += [_outcome(book, language, scene, choice.key, names, numbers, after) for choice in scene.choices]
    tips = tuple(dict.fromkeys(_words(book, language, f"situation.{one.key}.tip", names) for one in scenes))
    paragraphs_of_book.append(Paragraph(end, "end", WORDS[language]["gamebook_end"], tuple(tip for tip in tips if tip), ()))
    return tuple(sorted(paragraphs_of_book, key=lambda one: one.number))


def pdf(
    book: Book, references: Mapping[str, Reference], key: str, language: str, *, on: date, size: Size = "a4", fonts: Sequence[Path] = ()
) -> bytes:
    """The book as PDF/UA-1. on: the day of printing. Raises UnknownContent."""
    paragraphs_of_book = paragraphs(book, key, language)
    labels, names = WORDS[language], _names(book, language)
    scenes = situations_of(book, book.campaigns[key])
    keys = sorted({one for scene in scenes for one in scene.sources})
    data: dict[str, Any] = {
        "title": _words(book, language, f"campaign.{key}.title", names) or labels["gamebook"],
        "language": language,
        "points": POINTS[size],
        "said": labels,
        "how": labels["gamebook_how"],
        "printed": f"{labels['printed']} {day(on, language)}",
        "card": card_rows(book, book.campaigns[key], language),
        "is_draft": any(scene.state != "published" for scene in scenes),
        "paragraphs": [
            {
                "number": one.number,
                "title": one.title,
                "kind": one.kind,
                "texts": one.texts,
                "turns": [{"label": turn.label, "to": turn.to} for turn in one.turns],
            }
            for one in paragraphs_of_book
        ],
        "sources": [source(references[one], labels, language) for one in keys if one in references],
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"book": json.dumps(data)},
        pdf_standards="ua-1",
        font_paths=list(fonts),
        ignore_system_fonts=True,
    )


def _shuffle(marks: Sequence[tuple[str, str, str]], salt: str) -> dict[tuple[str, str, str], int]:
    """A number for each paragraph: the first scene is 1, the others follow the order of a hash."""
    first, rest = marks[:1], marks[1:]
    order = sorted(rest, key=lambda mark: hashlib.sha256(f"{salt}|{'|'.join(mark)}".encode()).digest())
    return {mark: number for number, mark in enumerate([*first, *order], 1)}


def _names(book: Book, language: str) -> dict[str, object]:
    """The character of the language, as the game starts with."""
    character = book.character[language]
    names: dict[str, object] = {"name": character["name"], "relative": character["relative"]}
    return names | {place: f"@pronoun.{character['pronoun']}.{place}" for place in PLACES}


def _words(book: Book, language: str, key: str, names: Mapping[str, object]) -> str:
    return book.text(language, key, **names) if book.has_text(language, key) else ""


def _scene(book: Book, language: str, scene: Situation, names: Mapping[str, object], numbers: Mapping[Any, int]) -> Paragraph:
    base = f"situation.{scene.key}"
    labels = [(one.key, _words(book, language, f"{base}.choice.{one.key}.label", names)) for one in scene.choices]
    turns = tuple(sorted((Turn(label, numbers["outcome", scene.key, choice]) for choice, label in labels), key=lambda one: one.to))
    asks = tuple(
        Turn(f"{WORDS[language]['gamebook_ask']} {_words(book, language, f'{base}.question.{one.key}.label', names)}", number)
        for one in scene.questions
        for number in [numbers["answer", scene.key, one.key]]
    )
    title, text = (_words(book, language, f"{base}.{kind}", names) for kind in ("title", "text"))
    return Paragraph(numbers["scene", scene.key, ""], "scene", title, (text,), (*asks, *turns))


def _answer(
    book: Book, language: str, scene: Situation, question: str, names: Mapping[str, object], numbers: Mapping[Any, int]
) -> Paragraph:
    """What a question brings; then one goes back to the scene."""
    text = _words(book, language, f"situation.{scene.key}.question.{question}.answer", names)
    back = Turn(WORDS[language]["gamebook_back"], numbers["scene", scene.key, ""])
    return Paragraph(numbers["answer", scene.key, question], "answer", "", (text,), (back,))


def card_rows(book: Book, campaign: Campaign, language: str) -> list[dict[str, Any]]:
    """The alert card, to lay beside the book: for each urgency, the lines that hold for the treatment of the story."""
    rows = []
    for flag in ("vital", "red", "amber"):
        alerts = [
            one
            for one in book.numbers.alerts
            if one.flag == flag and one.on_sheet and campaign.regimen in (one.regimens or (campaign.regimen,))
        ]
        lines = list(dict.fromkeys(_words(book, language, f"alert.{one.key}.sheet", {}) for one in alerts))
        rows.append({"title": _words(book, language, f"pages.card_{flag}", {}), "lines": [words for words in lines if words]})
    return rows


def _outcome(
    book: Book, language: str, scene: Situation, choice: str, names: Mapping[str, object], numbers: Mapping[Any, int], after: int
) -> Paragraph:
    base, labels = f"situation.{scene.key}", WORDS[language]
    feedback, later = (_words(book, language, f"{base}.choice.{choice}.{kind}", names) for kind in ("feedback", "later"))
    why = _words(book, language, f"{base}.why", names)
    delay_of_choice = next((one.later for one in scene.choices if one.key == choice), None)
    texts = [
        feedback,
        f"{delay(language, delay_of_choice.days, delay_of_choice.slot)} {later}" if later and delay_of_choice else later,
        why,
    ]
    turn = Turn(labels["gamebook_go_on"], after)
    return Paragraph(numbers["outcome", scene.key, choice], "outcome", "", tuple(text for text in texts if text), (turn,))
