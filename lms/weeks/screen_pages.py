"""A moment's screen as a page of the site: the screen of the other editions, drawn by their renderer, in one form without a script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from game.art import Parts
from game.core.views.view import Line, TurnView
from game.screens.html_page import render
from game.screens.ways import Form
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.telling.call_screen import CallChoices, call_screen
from game.telling.card_screen import card_screen
from game.telling.day_screen import DayChoices, day_screen
from game.telling.moment_drawing import MomentDrawing
from game.telling.report_screen import ROW, report_form
from game.telling.situation_screen import situation_screen
from lms.safety import game_words
from lms.web.current_site import current_site
from lms.web.routing import locales
from lms.weeks import presentation
from lms.weeks.presentation import FormTargets

FIELDS = {"sign": "sign", "person": "person", "say": "words", "act": "action", "choice": "option", "ask": "question"}
"""What is chosen, by the first part of its key -> the form's field."""
CALL = {"dial": "call", "validate": "say", "hang_up": "hang_up"}
DAY = {"validate": "act", "next": "next", "call": "pick_up"}
SITUATION = {"validate": "decide", "card": "card", "hint": "hint", "skip": "skip", "call": "pick_up"}
VERBS = {"day": DAY, "card": DAY, "call": CALL, "situation": SITUATION, "report": {"validate": "report"}}
"""Screen -> key of a button -> what the form asks for."""
APART = frozenset(("ask", "card", "hint", "skip"))
"""Buttons of a situation that do not decide."""


@dataclass(frozen=True)
class SiteWishes:
    """What a reader of a page prefers. captions: pictures have their words beside them in the page's code, so none are shown."""

    language: str
    captions: bool = False


@dataclass(frozen=True)
class SiteTeller:
    """The words of the page's language and the pictures of this site."""

    parts: Parts
    preferences: SiteWishes

    def say(self, key: str, /, **values: object) -> str:
        return game_words.say(key, **values)

    def line(self, line: Line) -> str:
        return game_words.line(line)


def site_teller() -> SiteTeller:
    """Who tells a page in the language of the request."""
    return SiteTeller(current_site().picture_parts, SiteWishes(locales.current()))


def screen_of(view: TurnView, *, has_papers: bool = False, asked_for: str = "") -> Screen:
    """The screen of this moment.

    has_papers: the weekly report and the card of the morning have pages here. asked_for: `card` or `report`, shown where the moment has
    one; else what the moment calls for.
    """
    moment = MomentDrawing(site_teller(), view)
    if view.call is not None:
        paper: Sequence[Block] = (Items((Item("keep_script", moment.say("pages.script_print"), kind="button"),)),)
        return call_screen(moment, view.call, CallChoices.of_view(view.call), paper)
    if asked_for == "report" and view.report is not None:
        return report_form(moment, view.report)
    if view.situation is not None:
        return situation_screen(moment, view.situation)
    if asked_for == "card" and view.day_card is not None:
        return card_screen(moment, view.day_card, [Text(words, "quiet") for words in presentation.sources(view.day_card.sources)])
    return day_screen(moment, DayChoices(), is_form=True, has_papers=has_papers)


def page_of(screen: Screen, targets: FormTargets, under_title: str = "") -> str:
    """The screen as the inside of a form, in HTML. Every word in it was escaped by the renderer. under_title: HTML."""
    links: dict[str, str] = {"pause": targets.pause, "keep_script": url_for("weeks.sentence"), "put_away": targets.back}
    if screen.name in ("day", "card"):
        links |= {"report": targets.report, "card": targets.card, "begin_day": targets.back}
    corner = tuple(item for item in screen.corner if links.get(item.key))
    ways = Form(
        FIELDS | {name: name for name in _rows(screen)},
        VERBS[screen.name],
        links,
        game_words.say("pages.why"),
        sources=lambda keys: presentation.sources(tuple(keys)),
        apart=APART if screen.name == "situation" else frozenset(),
    )
    return render(replace(screen, corner=corner), ways=ways, first=under_title)


def _rows(screen: Screen) -> Iterator[str]:
    """The fields of a report: one a row."""
    return (name for item in screen.items() if (name := item.key.partition(":")[0]).startswith(ROW))
