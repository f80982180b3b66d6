"""The look back as screens, one idea each: what it hinged on, the days, the same luck, compasses, tomorrow, a question, the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from game.core.review.debrief_view import Debrief, LaneDay
from game.screens.widgets import Block, Gauges, Item, Items, Lanes, Notice, Screen, Text, Timeline, TimelineDay
from game.telling.moment_drawing import BADGES, MomentDrawing

PICTURES: dict[str, dict[str, Any]] = {  # the week is over: an evening in company, a look at the days, help, the balcony
    "well": {"room": "kitchen", "slot": "evening", "posture": "table", "face": "relieved", "people": ("daughter",), "host_face": "smiling"},
    "days": {"room": "living", "slot": "evening", "posture": "sit", "face": "calm", "objects": ("cup",)},
    "what_if": {"room": "bedroom", "slot": "evening", "posture": "phone", "face": "calm"},
    "compasses": {"room": "balcony", "slot": "morning", "posture": "sit", "face": "calm"},
    "tip": {"room": "clinic", "slot": "noon", "posture": "stand", "face": "calm", "people": ("nurse",), "host_face": "smiling"},
    "recall": {"room": "balcony", "slot": "evening", "posture": "sit", "face": "smiling"},
    "next": {"room": "kitchen", "slot": "morning", "posture": "table", "face": "calm", "objects": ("notebook",)},
}
LANES = "lanes"
"""The page of both weeks side by side: on request, from the page of the same luck, and no step of the way."""


@dataclass(frozen=True)
class Place:
    """Where one is. answer: what was chosen of the question; is_told: it was confirmed."""

    page: str = "well"
    answer: str = ""
    is_told: bool = False


@dataclass(frozen=True)
class LookBackWays:
    """What only one edition has. tip, read_on: under the tip, the page to print and the module; offer: first of the ways on; more: last
    of them; close: the way out; following: the way into the next week, if there is one."""

    close: Item
    following: Item | None = None
    tip: Sequence[Block] = ()
    read_on: Sequence[Block] = ()
    offer: Sequence[Block] = ()
    more: Sequence[Item] = ()


def picture_of(moment: MomentDrawing, page: str) -> str:
    """Where the person of the week is while one looks back."""
    return moment.picture(look=moment.view.look, **PICTURES[page])


def opening(moment: MomentDrawing, page: str) -> Screen:
    """The picture of a page alone, to have it ready."""
    return Screen("debrief", "", picture_of(moment, page), slot=PICTURES[page]["slot"])


class LookBackTelling:
    """No total, no ranking. What the week hinged on comes first, kindly; where an urgent sign had no call, praise waits for the days."""

    def __init__(self, moment: MomentDrawing, debrief: Debrief) -> None:
        self.moment, self.debrief = moment, debrief

    @property
    def pages(self) -> tuple[str, ...]:
        """The steps of the way, in their order; one that would say nothing is left out."""
        debrief = self.debrief
        empty = {"recall"} if debrief.recall is None else set()
        if debrief.what_if is None and debrief.net is None and debrief.attribution is None:
            empty.add("what_if")
        return tuple(page for page in PICTURES if page not in empty)

    def sources(self, page: str) -> tuple[str, ...]:
        """Keys of what a page rests on."""
        return self.debrief.sources if page in ("days", "what_if", "tip") else ()

    def screen(self, place: Place, ways: LookBackWays) -> Screen:
        """The page of a place that is one of `pages`, or LANES where there are lanes."""
        if place.page == LANES:
            return self._lanes()
        moment, pages = self.moment, self.pages
        title, blocks = getattr(self, f"_{place.page}")(place, ways)
        bar = self._bar(place, ways)
        first = "" if self._waits(place) else bar[-1].key
        screen = moment.compose_screen(
            title, blocks, bar, picture=picture_of(moment, place.page), part="debrief", first=first, place="debrief"
        )
        at = pages.index(place.page)
        marks = ["done"] * at + ["here"] + ["next"] * (len(pages) - at - 1)
        return replace(screen, steps=tuple((moment.say("window.step", n=at + 1, total=len(pages)), mark) for mark in marks))

    def _waits(self, place: Place) -> bool:
        return place.page == "recall" and not place.is_told

    def _bar(self, place: Place, ways: LookBackWays) -> tuple[Item, ...]:
        """On, out, or the answer; the question can be left unanswered."""
        say = self.moment.say
        if self._waits(place):
            skip = Item("skip", say("window.debrief_next"), kind="button")
            return (skip, Item("next", say("pages.validate"), kind="primary", is_enabled=bool(place.answer)))
        if place.page != "next":
            return (Item("next", say("window.debrief_next"), kind="primary"),)
        return (replace(ways.close, kind="button"), ways.following) if ways.following else (ways.close,)

    def _well(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        moment, debrief = self.moment, self.debrief
        tone = debrief.hinge_tone
        icon = moment.badge(BADGES[tone]) if BADGES[tone] else ""
        blocks: list[Block] = [Notice(moment.line(debrief.hinge), tone, moment.say("pages.hinge"), icon)]
        blocks += [*(Text(moment.line(words)) for words in debrief.also), *moment.notices()]
        blocks += [] if tone == "care" else self._praise()
        blocks += [Text(moment.line(one)) for one in (debrief.wish, debrief.own_wish) if one]
        return moment.line(debrief.title), blocks

    def _praise(self) -> list[Block]:
        moment = self.moment
        good = [Notice(moment.line(line), "good", icon=moment.badge("green")) for line in self.debrief.went_well]
        return [Text(moment.say("pages.went_well"), "label", 2), *good]

    def _days(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        moment, debrief = self.moment, self.debrief
        days = tuple(
            TimelineDay(
                moment.line(day.title),
                "\n".join(moment.line(line) for line in day.lines),
                moment.badge(day.badge) if day.badge else "",
                moment.line(day.why) if day.why else "",
                day.is_key,
                day.sources,
            )
            for day in debrief.days
        )
        remarks = [moment.remark(one) for one in debrief.recalls]
        label = [Text(moment.say("pages.recalled"), "label", 2)] if remarks else []
        praise = self._praise() if debrief.hinge_tone == "care" else []
        return moment.say("pages.the_days"), [Timeline(days), *label, *remarks, *praise, *self._sources("days")]

    def _what_if(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        """The same luck with one change; both weeks side by side on request, and what may be hard in them is said before."""
        moment, debrief = self.moment, self.debrief
        blocks: list[Block] = []
        title = moment.say("pages.the_days")
        if debrief.what_if is not None:
            title = moment.line(debrief.what_if.question)
            blocks += [Text(moment.line(said)) for said in (debrief.what_if.answer, debrief.what_if.chance) if said is not None]
        blocks += [Notice(moment.line(line)) for line in (debrief.net, debrief.attribution) if line is not None]
        if debrief.lanes is not None:
            note = moment.line(debrief.lanes.note) if debrief.lanes.note else ""
            blocks.append(Items((Item(LANES, moment.say("lanes.open"), note, kind="button"),)))
        return title, [*blocks, Items(self._again()), *self._sources("what_if")]

    def _again(self) -> tuple[Item, ...]:
        """The week once more from where it turned, or from its first morning, with the same luck."""
        moment, words = self.moment, self.debrief.turned_at_words
        there = (Item("again_at", moment.say("pages.replay_at"), moment.line(words), kind="button"),) if words is not None else ()
        return (*there, Item("again", moment.say("pages.replay"), moment.say("pages.replay_sub"), kind="button"))

    def _sources(self, page: str) -> list[Block]:
        return self.moment.sources_button(self.sources(page))

    def _lanes(self) -> Screen:
        moment, lanes = self.moment, self.debrief.lanes
        rows = tuple(self._lane_row(day) for day in lanes.days) if lanes else ()
        blocks: list[Block] = [Lanes((moment.say("lanes.mine"), moment.say("lanes.other")), rows)]
        bar = (Item("close_lanes", moment.say("lanes.close"), kind="primary"),)
        title = moment.say("lanes.title")
        return moment.compose_screen(title, blocks, bar, part="debrief", first="close_lanes", is_wide=True, place="debrief")

    def _lane_row(self, day: LaneDay) -> tuple[str, str, str]:
        """What is the same is said in few words."""
        moment = self.moment
        if day.is_same:
            return moment.line(day.title), moment.say("lanes.same"), ""
        left, right = ("\n".join(moment.line(one) for one in lines) for lines in (day.lines, day.other_lines))
        return moment.line(day.title), left, right

    def _compasses(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        moment, debrief = self.moment, self.debrief
        rows = tuple((moment.line(one.label), moment.line(one.word), one.level or 0) for one in debrief.compasses)
        blocks: list[Block] = [Gauges(rows, is_large=True), Text(moment.say("pages.compasses_note"), "quiet")]
        blocks += [
            Text(moment.say("pages.calls"), "label", 2),
            Text(moment.line(debrief.calls)),
            Text(moment.line(debrief.report), "quiet"),
        ]
        if debrief.more is not None:
            blocks.append(Notice(moment.line(debrief.more)))
        return moment.say("pages.compasses"), blocks

    def _tip(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        """One thing for tomorrow, to be printed, where to read on, and who can help."""
        moment = self.moment
        helps = [Text(moment.line(line), "point") for line in self.debrief.who_helps]
        blocks: list[Block] = [Notice(moment.line(self.debrief.tip), "idea"), *ways.tip, *ways.read_on]
        blocks += [Text(moment.say("pages.who_helps"), "label", 2), *helps]
        return moment.say("pages.tip"), [*blocks, Text(moment.say("pages.disclaimer"), "quiet"), *self._sources("tip")]

    def _recall(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        moment, recall, title = self.moment, self.debrief.recall, self.moment.say("pages.recall")
        if recall is None:
            return title, []
        words = {one.key: moment.line(one.label) for one in recall.options}
        blocks: list[Block] = [Text(moment.line(recall.text))]
        if not place.is_told:
            options = tuple(Item(f"recall:{key}", text, is_on=key == place.answer) for key, text in words.items())
            return title, [*blocks, Items(options, name=moment.line(recall.text))]
        if place.answer in words and place.answer != recall.right:
            blocks.append(Notice(words[place.answer], "info", moment.say("pages.recall_chosen")))
        right, feedback = words[recall.right], moment.line(recall.feedback)
        return title, [*blocks, Notice(right, "good", moment.say("pages.recall_right"), moment.badge("green")), Text(feedback)]

    def _next(self, place: Place, ways: LookBackWays) -> tuple[str, list[Block]]:
        return self.moment.say("pages.next_things"), [*ways.offer, Items((*self._again(), *ways.more))]
