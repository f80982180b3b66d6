"""The sheet "when I call": the game's own alerts and the site's fever rule, ranked from 15 to a note. The same for everybody."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import typst

from courses.model.game import Book
from courses.model.game_numbers import Alert
from lms.web.site.printing import TYPST_FONTS

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "safety" / "when-i-call.typ"
RANKS = (("now15", "vital"), ("now", "red"), ("today", "amber"), ("note", "green"))
"""Class of the band, flag of its alerts; the most urgent first."""
BLANKS = ("day", "night", "treatment", "pharmacy")
SIZES = (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
"""Text sizes to try, in points: the largest that fits one page wins. Under 9.5 nobody reads it from a fridge."""

Say = Callable[..., str]


class SheetTooLong(Exception):
    """The signs do not fit one A4 page even in the smallest text: shorten alert.….sheet words, or take a sign off the sheet."""


@dataclass(frozen=True)
class Rank:
    """One band: what to do (title), for which signs; badge is its sign when the printer is grey.

    symptoms: of each sign, those whose first line on the sheet it is: a link from elsewhere leads to that line.
    """

    key: str
    badge: str
    title: str
    signs: tuple[str, ...]
    note: str
    symptoms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Every word of the page, in one language, under one site rule."""

    lang: str
    site: str
    title: str
    lead: str
    blanks: tuple[str, ...]
    ranks: tuple[Rank, ...]
    first_words_label: str
    first_words: str
    foot: tuple[str, ...]


def sheet(book: Book, language: str, *, site: str, samu: str, day: str, is_draft: bool) -> Sheet:
    """Make the sheet from the book's alerts. day: the day of the rules, written out in that language."""

    def say(key: str, **values: str) -> str:
        return book.text(language, key, **values)

    foot = [say("sheet.team_first"), say("sheet.no_answer")]
    foot.append(" ".join(([say("sheet.draft")] if is_draft else []) + [say("sheet.rule"), say("sheet.dated", date=day)]))
    return Sheet(
        lang=language,
        site=site,
        title=say("sheet.title"),
        lead=say("sheet.lead"),
        blanks=tuple(say(f"sheet.blank_{key}") for key in BLANKS),
        ranks=_ranks(book.numbers.alerts, say, samu),
        first_words_label=say("sheet.first_words_label"),
        first_words=say("real_problem.first_words"),
        foot=tuple(foot),
    )


def signs(alerts: Sequence[Alert], flag: str, say: Say) -> tuple[str, ...]:
    """What the sheet says of each alert of a flag, once each, in the file's order."""
    return tuple(dict.fromkeys(say(f"alert.{alert.key}.sheet") for alert in alerts if alert.flag == flag and alert.on_sheet))


def _ranks(alerts: Sequence[Alert], say: Say, samu: str) -> tuple[Rank, ...]:
    first: dict[str, tuple[str, str]] = {}
    for _key, flag in RANKS:
        for alert in (alert for alert in alerts if alert.flag == flag and alert.on_sheet):
            first.setdefault(alert.symptom, (flag, say(f"alert.{alert.key}.sheet")))
    ranks = (_rank(alerts, say, key, flag, samu) for key, flag in RANKS)
    return tuple(
        replace(rank, symptoms=tuple(tuple(one for one, place in first.items() if place == (flag, line)) for line in rank.signs))
        for rank, (_key, flag) in zip(ranks, RANKS, strict=True)
    )


def _rank(alerts: Sequence[Alert], say: Say, key: str, flag: str, samu: str) -> Rank:
    return Rank(
        key=key,
        badge=samu if flag == "vital" else say(f"sheet.{flag}_badge"),
        title=say(f"sheet.{flag}"),
        signs=signs(alerts, flag, say),
        note=say(f"sheet.{flag}_note") if flag in ("vital", "red", "amber") else "",
    )


def pdf(page: Sheet) -> bytes:
    """The sheet as one tagged A4 page (PDF/UA-1), in the largest text that fits. Raises SheetTooLong."""
    for size in SIZES:
        words = json.dumps({**asdict(page), "size": size})
        count = typst.query(TEMPLATE.read_bytes(), "<last>", field="value", one=True, sys_inputs={"sheet": words}, **TYPST_FONTS)
        if json.loads(count) == 1:
            document: bytes = typst.compile(
                TEMPLATE.read_bytes(), format="pdf", sys_inputs={"sheet": words}, pdf_standards=["ua-1"], **TYPST_FONTS
            )
            return document
    raise SheetTooLong(page.title)
