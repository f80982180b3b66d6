"""A moment's screen as a page of the site: the screen of the other editions, drawn by their renderer, in one form without a script."""

from collections.abc import Mapping, Sequence
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
from lms.safety import game_words
from lms.web.current_site import current_site
from lms.web.routing import locales
from lms.weeks import presentation
from lms.weeks.presentation import FormTargets

FIELDS = {"sign": "sign", "person": "person", "say": "words", "act": "action"}
"""What is chosen, by the first part of its key -> the form's field."""
VERBS = {"dial": "call", "validate": "say", "hang_up": "hang_up"}
"""Key of a button of a call -> what the form asks for."""
DAY = {"validate": "act", "next": "next", "call": "pick_up"}
"""The same of a day and of its card."""


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


def screen_of(view: TurnView, *, has_papers: bool = False, reads_card: bool = False) -> Screen | None:
    """The screen of this moment; None for one that a template tells still (docs/decisions/0074).

    has_papers: the weekly report and the card of the morning have pages here. reads_card: that of the card was asked for.
    """
    moment = MomentDrawing(site_teller(), view)
    if view.situation is not None and view.call is None:
        return None
    if view.call is None:
        if reads_card and view.day_card is not None:
            return card_screen(moment, view.day_card, [Text(words, "quiet") for words in presentation.sources(view.day_card.sources)])
        return day_screen(moment, DayChoices(), is_form=True, has_papers=has_papers)
    paper: Sequence[Block] = (Items((Item("keep_script", moment.say("pages.script_print"), kind="button"),)),)
    return call_screen(moment, view.call, CallChoices.of_view(view.call), paper)


def page_of(screen: Screen, targets: FormTargets, under_title: str = "") -> str:
    """The screen as the inside of a form, in HTML. Every word in it was escaped by the renderer. under_title: HTML."""
    links: Mapping[str, str] = {
        "pause": targets.pause,
        "keep_script": url_for("weeks.sentence"),
        "report": targets.report,
        "card": targets.card,
        "begin_day": targets.back,
    }
    corner = tuple(item for item in screen.corner if links.get(item.key))
    verbs = DAY if screen.name in ("day", "card") else VERBS
    ways = Form(FIELDS, verbs, links, game_words.say("pages.why"), sources=lambda keys: presentation.sources(tuple(keys)))
    return render(replace(screen, corner=corner), ways=ways, first=under_title)
