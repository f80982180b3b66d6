"""The steps of a look back as pages: the screens of the other editions, each at an address of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from game.core.review.debrief_view import Debrief
from game.screens.widgets import Block, Item, Items, Notice, Screen
from game.telling.beside_screens import sources_screen
from game.telling.look_back_screen import LANES, LookBackTelling, LookBackWays, Place
from game.telling.moment_drawing import MomentDrawing
from lms.safety.game_words import say
from lms.web.routing import locales
from lms.weeks import presentation
from lms.weeks.beside_pages import Frame, PageForm, drawing, framed
from lms.weeks.screen_pages import site_teller
from lms.weeks.week_opening import OpenWeek

SOURCES = "sources"
WORDS = {
    "days": {"fr": "jours", "en": "days"},
    "what_if": {"fr": "et-si", "en": "what-if"},
    LANES: {"fr": "deux-semaines", "en": "two-weeks"},
    "compasses": {"fr": "reperes", "en": "compasses"},
    "tip": {"fr": "demain", "en": "tomorrow"},
    "recall": {"fr": "question", "en": "question"},
    "next": {"fr": "suite", "en": "next"},
    SOURCES: {"fr": "sources", "en": "sources"},
}
"""The last word of a page's address, by its key; the first page has none."""


def page_key(word: str) -> str | None:
    """The page of an address, in either language; None for no page of ours."""
    return next((key for key, words in WORDS.items() if word in words.values()), None)


@dataclass(frozen=True)
class LookBack:
    """A week that is over, on its way to a page. offers_cards: an urgent sign stayed untold, and two cards can be taken."""

    opened: OpenWeek
    past: Debrief
    offers_cards: bool

    @property
    def telling(self) -> LookBackTelling:
        return LookBackTelling(MomentDrawing(site_teller(), self.opened.view), self.past)

    def has(self, key: str) -> bool:
        """Whether this week has that page."""
        return key in self.telling.pages or key == SOURCES or (key == LANES and self.past.lanes is not None)

    def address(self, key: str) -> str:
        """Of a page, by its key."""
        play, words = self.opened.play.uuid, WORDS.get(key)
        if words is None:
            return url_for("weeks.debrief", play=play)
        return url_for("weeks.debrief_part", play=play, part=words[locales.current()])

    def page(self, place: Place, *, is_missing: bool) -> str:
        """is_missing: the answer was sent without a choice."""
        telling = self.telling
        screen = telling.screen(place, self._ways())
        screen = replace(screen, corner=self._corner(telling, place.page))
        missing = "option" if is_missing else ""
        return framed(screen, replace(self._frame(screen), links=self._links(telling, place), form=self._form(place), missing=missing))

    def sources_page(self, before: str) -> str:
        """before: the page that named them."""
        found = [(words, "") for words in presentation.sources(self.past.sources)]
        ways = (Item("back", say("lanes.close"), kind="primary"),)
        screen = sources_screen(drawing(), found, self.opened.view.look, ways)
        return framed(screen, replace(self._frame(screen), links={"back": self.address(before)}))

    def _frame(self, screen: Screen) -> Frame:
        """The first page is the look back itself, any other lies below it."""
        trail = [(url_for("weeks.home"), say("pages.play"))]
        if screen.title == say(self.past.title.key, **self.past.title.values):
            return Frame(trail, say("pages.debrief"))
        return Frame([*trail, (self.address("well"), say("pages.debrief"))], screen.title)

    def _corner(self, telling: LookBackTelling, key: str) -> tuple[Item, ...]:
        """A page back, and past the rest of them."""
        back = Item("before", say("lanes.close"), kind="button")
        on = Item("ways_on", say("pages.next_things"), kind="button")
        return () if key == LANES else tuple(item for item, shown in ((back, key != "well"), (on, key not in ("next", "recall"))) if shown)

    def _form(self, place: Place) -> PageForm | None:
        """The question is answered by an address, so that looking changes nothing; the cards are taken by a form of their own."""
        if place.page == "recall" and not place.is_told:
            return PageForm(self.address("recall"), {"next": "answer"}, fields={"recall": "answer"}, method="get")
        if place.page == "next" and self.offers_cards:
            return PageForm(url_for("weeks.review_cards", play=self.opened.play.uuid), {"cards": "cards"})
        return None

    def _links(self, telling: LookBackTelling, place: Place) -> Mapping[str, str]:
        """Key of what can be pressed -> address."""
        play, steps = self.opened.play, telling.pages
        at = steps.index(place.page) if place.page in steps else steps.index("what_if")
        following = presentation.following(play)
        module = presentation.module(self.past.module)
        onward = self.address(steps[min(at + 1, len(steps) - 1)])
        waits = place.page == "recall" and not place.is_told
        return {
            **({} if waits else {"next": onward}),
            "skip": onward,
            "before": self.address(steps[max(at - 1, 0)]),
            "ways_on": self.address("next"),
            LANES: self.address(LANES),
            "close_lanes": self.address("what_if"),
            "sources": f"{self.address(SOURCES)}?before={place.page}",
            "print_tip": url_for("weeks.tip", play=play.uuid),
            "again": url_for("weeks.replay", play=play.uuid),
            "again_at": url_for("weeks.replay", play=play.uuid, at="turn"),
            "prepare": url_for("home.prepare", module=self.past.module),
            "sheet": url_for("safety.when_i_call"),
            "weeks": url_for("weeks.home"),
            **({"module": module.address} if module else {}),
            **({"next_week": url_for("weeks.start", campaign=play.campaign, week=following[0])} if following else {}),
        }

    def _ways(self) -> LookBackWays:
        """Where only the site leads: paper, a module, cards, an appointment, the sheet for the fridge."""
        following, module = presentation.following(self.opened.play), presentation.module(self.past.module)
        read_on = [Item("module", module.title, say("pages.read_module_sub"), kind="button")] if module else []
        return LookBackWays(
            close=Item("weeks", say("pages.my_weeks"), kind="primary"),
            following=Item("next_week", say("window.next_week"), kind="primary") if following else None,
            tip=[Items((Item("print_tip", say("pages.tip_print"), kind="button"), *read_on))],
            offer=[
                *([Notice(say("pages.following_sub"), title=following[1])] if following else []),
                *(self._offer() if self.offers_cards else []),
            ],
            more=(
                Item("prepare", say("prepare.title"), say("prepare.sub"), kind="button"),
                Item("sheet", say("sheet.title"), say("pages.sheet_sub"), kind="button"),
            ),
        )

    def _offer(self) -> list[Block]:
        words = _(
            "In a game that costs nothing, and it is a good thing to practise. "
            "Two cards on it can come to “To look at again”, from tomorrow."
        )
        module = presentation.module(self.past.module)
        read_on = (Item("module", module.title, say("pages.read_module_sub"), kind="button"),) if module else ()
        return [
            Notice(words, title=_("An urgent sign stayed untold this week")),
            Items((Item("cards", _("Yes, two cards"), kind="button"), *read_on)),
        ]
