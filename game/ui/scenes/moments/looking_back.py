"""The look back: what the week hinged on, what went well, the days, the same luck, compasses, who helps, one tip, one question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from game.core.review.debrief_view import Debrief, LaneDay
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.screens.widgets import Block, Gauges, Item, Items, Notice, Screen, Text, Timeline, TimelineDay
from game.screens.widgets import Lanes as LanesBlock
from game.telling.moment_drawing import BADGES
from game.ui.scenes.moments.moment import Moment, Moves
from game.ui.scenes.moments.paper_kept import shown_path
from game.ui.scenes.replaying import Replaying

PICTURES: dict[str, dict[str, Any]] = {  # the week is over: an evening in company, a look at the days, help, the balcony
    "well": {"room": "kitchen", "slot": "evening", "posture": "table", "face": "relieved", "people": ("daughter",), "host_face": "smiling"},
    "days": {"room": "living", "slot": "evening", "posture": "sit", "face": "calm", "objects": ("cup",)},
    "what_if": {"room": "bedroom", "slot": "evening", "posture": "phone", "face": "calm"},
    "compasses": {"room": "balcony", "slot": "morning", "posture": "sit", "face": "calm"},
    "help": {"room": "clinic", "slot": "noon", "posture": "stand", "face": "calm", "people": ("nurse",), "host_face": "smiling"},
    "tip": {"room": "kitchen", "slot": "morning", "posture": "table", "face": "calm", "objects": ("notebook",)},
    "recall": {"room": "balcony", "slot": "evening", "posture": "sit", "face": "smiling"},
}
PAGES = ("well", "days", "what_if", "compasses", "help", "tip", "recall")


class LookingBack:
    """One idea a page; no total, no ranking. What the week hinged on comes first, kindly, and before any praise."""

    def __init__(self, moment: Moment, moves: Moves, debrief: Debrief) -> None:
        self.moment, self.moves, self.debrief, self.at = moment, moves, debrief, 0
        self.pages = [page for page in PAGES if page not in self._empty()]
        self.chosen, self.is_told = "", False
        self.kept: Path | None = None
        self.refused = False
        self.shows_lanes = False

    def _empty(self) -> set[str]:
        debrief = self.debrief
        empty = {"recall"} if debrief.recall is None else set()
        return empty | ({"what_if"} if debrief.what_if is None and debrief.net is None and debrief.attribution is None else set())

    @property
    def sources(self) -> tuple[str, ...]:
        """Of the page that is open."""
        return self.debrief.sources if self.pages[self.at] in ("days", "what_if", "tip") else ()

    def screen(self) -> Screen:
        moment, page = self.moment, self.pages[self.at]
        if self.shows_lanes:
            return self._lanes()
        title, blocks = getattr(self, f"_{page}")()
        last = self.at == len(self.pages) - 1
        needs_choice = page == "recall" and not self.is_told
        following = not needs_choice and moment.stage.controller.following() is not None
        label = moment.say("pages.validate") if needs_choice else moment.say("window.debrief_end" if last else "window.debrief_next")
        kind = "button" if last and following else "primary"
        bar: tuple[Item, ...] = (Item("next", label, kind=kind, is_enabled=not needs_choice or bool(self.chosen)),)
        if last and following and not needs_choice:
            bar = (*bar, Item("next_week", moment.say("window.next_week"), kind="primary"))
        picture = moment.picture(look=moment.view.look, **PICTURES[page])
        first = "" if needs_choice else bar[-1].key
        return moment.compose_screen(title, blocks, bar, picture=picture, part="debrief", first=first, place="debrief")

    def _well(self) -> tuple[str, list[Block]]:
        moment, debrief = self.moment, self.debrief
        tone = debrief.hinge_tone
        icon = moment.badge(BADGES[tone]) if BADGES[tone] else ""
        blocks: list[Block] = [Notice(moment.line(debrief.hinge), tone, moment.say("pages.hinge"), icon)]
        blocks += [Text(moment.line(words)) for words in debrief.also]
        blocks += [*moment.notices(), Text(moment.say("pages.went_well"), "label", 2)]
        blocks += [Notice(moment.line(line), "good", icon=moment.badge("green")) for line in debrief.went_well]
        blocks += [Text(moment.line(one)) for one in (debrief.wish, debrief.own_wish) if one]
        return moment.line(debrief.title), blocks

    def _days(self) -> tuple[str, list[Block]]:
        moment = self.moment
        moments = tuple(
            TimelineDay(
                moment.line(day.title),
                "\n".join(moment.line(line) for line in day.lines),
                moment.badge(day.badge) if day.badge else "",
                moment.line(day.why) if day.why else "",
                day.is_key,
            )
            for day in self.debrief.days
        )
        remarks = [moment.remark(one) for one in self.debrief.recalls]
        label = [Text(moment.say("pages.recalled"), "label", 2)] if remarks else []
        return moment.say("pages.the_days"), [Timeline(moments), *label, *remarks, *moment.sources_button(self.sources)]

    def _what_if(self) -> tuple[str, list[Block]]:
        moment, debrief = self.moment, self.debrief
        blocks: list[Block] = []
        title = moment.say("pages.the_days")
        if debrief.what_if is not None:
            title = moment.line(debrief.what_if.question)
            blocks += [Text(moment.line(said)) for said in (debrief.what_if.answer, debrief.what_if.chance) if said is not None]
        blocks += [Notice(moment.line(line)) for line in (debrief.net, debrief.attribution) if line is not None]
        return title, [*blocks, *self._way_to_lanes(), *self._from_there(), self._again(), *moment.sources_button(self.sources)]

    def _way_to_lanes(self) -> list[Block]:
        """Both weeks side by side, on request; what may be hard in them is said before."""
        lanes, moment = self.debrief.lanes, self.moment
        if lanes is None:
            return []
        note = moment.line(lanes.note) if lanes.note else ""
        return [Items((Item("lanes", moment.say("lanes.open"), note, kind="button"),))]

    def _lanes(self) -> Screen:
        moment, lanes = self.moment, self.debrief.lanes
        rows = tuple(self._lane_row(day) for day in lanes.days) if lanes else ()
        heads = (moment.say("lanes.mine"), moment.say("lanes.other"))
        bar = (Item("close_lanes", moment.say("lanes.close"), kind="primary"),)
        blocks: list[Block] = [LanesBlock(heads, rows)]
        return moment.compose_screen(
            moment.say("lanes.title"), blocks, bar, part="debrief", first="close_lanes", is_wide=True, place="debrief"
        )

    def _lane_row(self, day: LaneDay) -> tuple[str, str, str]:
        """What is the same is said in few words."""
        moment = self.moment
        if day.is_same:
            return moment.line(day.title), moment.say("lanes.same"), ""
        left, right = ("\n".join(moment.line(one) for one in lines) for lines in (day.lines, day.other_lines))
        return moment.line(day.title), left, right

    def _from_there(self) -> list[Block]:
        """The week once more from where it turned."""
        words = self.debrief.turned_at_words
        if words is None:
            return []
        return [Items((Item("again_at", self.moment.say("pages.replay_at"), self.moment.line(words), kind="button"),))]

    def _again(self) -> Items:
        """The same week once more, with the same luck."""
        return Items((Item("again", self.moment.say("pages.replay"), self.moment.say("pages.replay_sub"), kind="button"),))

    def _compasses(self) -> tuple[str, list[Block]]:
        moment = self.moment
        rows = tuple((moment.line(one.label), moment.line(one.word), one.level or 0) for one in self.debrief.compasses)
        blocks: list[Block] = [Gauges(rows, is_large=True), Text(moment.say("pages.compasses_note"), "quiet")]
        blocks += [
            Text(moment.say("pages.calls"), "label", 2),
            Text(moment.line(self.debrief.calls)),
            Text(moment.line(self.debrief.report), "quiet"),
        ]
        if self.debrief.more is not None:
            blocks.append(Notice(moment.line(self.debrief.more)))
        return moment.say("pages.compasses"), blocks

    def _help(self) -> tuple[str, list[Block]]:
        moment = self.moment
        return moment.say("pages.who_helps"), [Text(moment.line(line)) for line in self.debrief.who_helps]

    def _tip(self) -> tuple[str, list[Block]]:
        """One thing for tomorrow, to be printed, and where to read on."""
        moment = self.moment
        blocks: list[Block] = [Notice(moment.line(self.debrief.tip), "idea")]
        if self.refused:
            blocks.append(Notice(moment.say("window.tip_refused"), "care"))
        if self.kept is not None:
            blocks.append(Notice(shown_path(self.kept), "good", moment.say("window.tip_kept")))
            if moment.stage.paper.show is not None:
                blocks.append(Items((Item("show_tip", moment.say("window.tip_show"), kind="button"),)))
        elif moment.stage.paper.keep is not None:
            blocks.append(Items((Item("keep_tip", moment.say("window.tip_keep"), kind="button", icon=moment.icon("notebook")),)))
        if module := self._module():
            blocks.append(Text(module))
        blocks += [Text(moment.say("pages.disclaimer"), "quiet"), *moment.sources_button(self.sources)]
        return moment.say("pages.tip"), blocks

    def _module(self) -> str:
        """The module that says more, by its title; empty when this device does not have it."""
        title = self.moment.stage.paper.module(self.debrief.module, self.moment.stage.preferences.language)
        return self.moment.say("window.read_on", title=title) if title else ""

    def page_to_print(self) -> Page:
        """The tip with the team's numbers as typed on this device, or empty lines to write them on. Nothing of the week stands on it."""
        moment, preferences = self.moment, self.moment.stage.preferences
        foot = [moment.say("pages.disclaimer"), *([moment.say("window.draft")] if moment.stage.is_demo else [])]
        return Page(
            language=preferences.language,
            title=moment.say("pages.tip"),
            tip=moment.line(self.debrief.tip),
            lines=[(moment.say("window.write_day"), preferences.day), (moment.say("window.write_night"), preferences.night)],
            sources_label=moment.say("pages.sources"),
            sources=[words for words, _ in moment.stage.paper.sources(self._tip_sources())],
            read_on=self._module(),
            foot=foot,
        )

    def _tip_sources(self) -> tuple[str, ...]:
        situation = self.moment.stage.controller.book.situations.get(self.debrief.tip.key.removeprefix("situation.").removesuffix(".tip"))
        return situation.sources if situation else ()

    def _keep_tip(self) -> None:
        if self.moment.stage.paper.keep is None:
            return
        try:
            self.kept, self.refused = self.moment.stage.paper.keep(self.page_to_print()), False
        except DiskRefused:
            self.refused = True
        self.moment.stage.turned()

    def _recall(self) -> tuple[str, list[Block]]:
        moment, recall = self.moment, self.debrief.recall
        if recall is None:
            return "", []
        words = {one.key: moment.line(one.label) for one in recall.options}
        blocks: list[Block] = [Text(moment.line(recall.text))]
        if not self.is_told:
            return moment.say("pages.recall"), [
                *blocks,
                Items(
                    tuple(Item(f"recall:{key}", text, is_on=key == self.chosen) for key, text in words.items()),
                    name=moment.line(recall.text),
                ),
            ]
        if self.chosen != recall.right:
            blocks.append(Notice(words[self.chosen], "info", moment.say("pages.recall_chosen")))
        blocks.append(
            Notice(words[recall.right], "good", moment.say("pages.recall_right"), moment.badge("green"), moment.line(recall.feedback))
        )
        return moment.say("pages.recall"), [*blocks, self._again()]

    def likely(self) -> Iterator[Screen]:
        for page in self.pages[self.at + 1 : self.at + 2]:
            yield Screen("debrief", "", self.moment.picture(look=self.moment.view.look, **PICTURES[page]), slot=PICTURES[page]["slot"])

    def press(self, key: str) -> None:
        moment = self.moment
        if key.startswith("recall:"):
            self.chosen = key[7:]
        elif key in ("lanes", "close_lanes"):
            self.shows_lanes = key == "lanes"
            moment.stage.turned()
        elif key == "keep_tip":
            self._keep_tip()
        elif key == "show_tip" and self.kept is not None and moment.stage.paper.show is not None:
            moment.stage.paper.show(self.kept)
        elif key == "next_week":
            self.moves.begin_next()
        elif key == "again_at" and (at := self.debrief.turned_at) is not None:
            moment.stage.over(Replaying(moment.stage, lambda: self.moves.begin_at(at), is_midway=True))
        elif key == "again":
            moment.stage.over(Replaying(moment.stage, self.moves.begin_again))
        elif key == "next" and self.pages[self.at] == "recall" and not self.is_told:
            self.is_told = True
            moment.stage.cue("relief", "window.caption.relief")
            moment.stage.turned()
        elif key == "next" and self.at < len(self.pages) - 1:
            self.at += 1
            moment.stage.cue("page")
            moment.stage.turned()
        elif key == "next":
            moment.stage.home()

    def back(self) -> bool:
        """Escape closes what is open, then goes one page back."""
        if self.shows_lanes:
            self.shows_lanes = False
            self.moment.stage.turned()
            return True
        if not self.at:
            return False
        self.at -= 1
        self.moment.stage.turned()
        return True


def opening(moment: Moment) -> Screen:
    """The picture of the first page, before the week is over."""
    return Screen("debrief", "", moment.picture(look=moment.view.look, **PICTURES["well"]), slot=PICTURES["well"]["slot"])
