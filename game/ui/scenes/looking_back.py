"""The look back: what went well, the days, the same luck with another choice, compasses, who helps, one tip to print, one question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.core.debrief import Debrief
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.ui.layout.widgets import Block, Gauges, Item, Items, Moment, Notice, Screen, Text, Timeline
from game.ui.scenes.replaying import Replaying

if TYPE_CHECKING:
    from game.ui.scenes.turn import Turn

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
    """One idea a page; no total, no ranking, no list of what was not done."""

    def __init__(self, turn: Turn, debrief: Debrief) -> None:
        self.turn, self.debrief, self.at = turn, debrief, 0
        self.pages = [page for page in PAGES if page not in self._empty()]
        self.chosen, self.is_told = "", False
        self.kept: Path | None = None
        self.refused = False

    def _empty(self) -> set[str]:
        debrief = self.debrief
        gone = {"recall"} if debrief.recall is None else set()
        return gone | ({"what_if"} if debrief.what_if is None and debrief.net is None and debrief.attribution is None else set())

    @property
    def sources(self) -> tuple[str, ...]:
        """Of the page that is open."""
        return self.debrief.sources if self.pages[self.at] in ("days", "what_if", "tip") else ()

    def screen(self) -> Screen:
        turn, page = self.turn, self.pages[self.at]
        title, blocks = getattr(self, f"_{page}")()
        last = self.at == len(self.pages) - 1
        needs_choice = page == "recall" and not self.is_told
        label = turn.say("pages.validate") if needs_choice else turn.say("window.debrief_end" if last else "window.debrief_next")
        bar = (Item("next", label, kind="primary", is_enabled=not needs_choice or bool(self.chosen)),)
        picture = turn.picture(look=turn.view.look, **PICTURES[page])
        first = "" if needs_choice else "next"
        return turn.made(title, blocks, bar, picture=picture, part="debrief", first=first)

    def _well(self) -> tuple[str, list[Block]]:
        turn, debrief = self.turn, self.debrief
        blocks: list[Block] = [*turn.notices(), Text(turn.say("pages.went_well"), "label")]
        blocks += [Notice(turn.line(line), "good", icon=turn.badge("green")) for line in debrief.went_well]
        return turn.line(debrief.title), blocks

    def _days(self) -> tuple[str, list[Block]]:
        turn = self.turn
        moments = tuple(
            Moment(
                turn.line(day.title),
                "\n".join(turn.line(line) for line in day.lines),
                turn.badge(day.badge) if day.badge else "",
                turn.line(day.why) if day.why else "",
                day.is_key,
            )
            for day in self.debrief.days
        )
        return turn.say("pages.the_days"), [Timeline(moments), *turn.sources_button()]

    def _what_if(self) -> tuple[str, list[Block]]:
        turn, debrief = self.turn, self.debrief
        blocks: list[Block] = []
        title = turn.say("pages.the_days")
        if debrief.what_if is not None:
            title = turn.line(debrief.what_if.question)
            blocks.append(Text(turn.line(debrief.what_if.answer)))
        blocks += [Notice(turn.line(line)) for line in (debrief.net, debrief.attribution) if line is not None]
        return title, [*blocks, self._again(), *turn.sources_button()]

    def _again(self) -> Items:
        """The same week once more, with the same luck."""
        return Items((Item("again", self.turn.say("pages.replay"), self.turn.say("pages.replay_sub"), kind="button"),))

    def _compasses(self) -> tuple[str, list[Block]]:
        turn = self.turn
        rows = tuple((turn.line(one.label), turn.line(one.word), one.level or 0) for one in self.debrief.compasses)
        blocks: list[Block] = [Gauges(rows, is_large=True), Text(turn.say("pages.compasses_note"), "quiet")]
        blocks += [
            Text(turn.say("pages.calls"), "label"),
            Text(turn.line(self.debrief.calls)),
            Text(turn.line(self.debrief.report), "quiet"),
        ]
        if self.debrief.more is not None:
            blocks.append(Notice(turn.line(self.debrief.more)))
        return turn.say("pages.compasses"), blocks

    def _help(self) -> tuple[str, list[Block]]:
        turn = self.turn
        return turn.say("pages.who_helps"), [Text(turn.line(line)) for line in self.debrief.who_helps]

    def _tip(self) -> tuple[str, list[Block]]:
        """One thing for tomorrow, to be printed, and where to read on."""
        turn = self.turn
        blocks: list[Block] = [Notice(turn.line(self.debrief.tip), "idea")]
        if self.refused:
            blocks.append(Notice(turn.say("window.tip_refused"), "care"))
        if self.kept is not None:
            blocks.append(Notice(shown_path(self.kept), "good", turn.say("window.tip_kept")))
            if turn.app.paper.show is not None:
                blocks.append(Items((Item("show_tip", turn.say("window.tip_show"), kind="button"),)))
        elif turn.app.paper.keep is not None:
            blocks.append(Items((Item("keep_tip", turn.say("window.tip_keep"), kind="button", icon=turn.icon("notebook")),)))
        if module := self._module():
            blocks.append(Text(module))
        blocks += [Text(turn.say("pages.disclaimer"), "quiet"), *turn.sources_button()]
        return turn.say("pages.tip"), blocks

    def _module(self) -> str:
        """The module that says more, by its title; empty when this device does not have it."""
        title = self.turn.app.paper.module(self.debrief.module, self.turn.app.preferences.language)
        return self.turn.say("window.read_on", title=title) if title else ""

    def page_to_print(self) -> Page:
        """The tip with the team's numbers as typed on this device, or empty lines to write them on. Nothing of the week stands on it."""
        turn, kept = self.turn, self.turn.app.preferences
        foot = [turn.say("pages.disclaimer"), *([turn.say("window.draft")] if turn.app.is_demo else [])]
        return Page(
            language=kept.language,
            title=turn.say("pages.tip"),
            tip=turn.line(self.debrief.tip),
            lines=[(turn.say("window.write_day"), kept.day), (turn.say("window.write_night"), kept.night)],
            sources_label=turn.say("pages.sources"),
            sources=[said for said, _ in turn.app.paper.sources(self._tip_sources())],
            read_on=self._module(),
            foot=foot,
        )

    def _tip_sources(self) -> tuple[str, ...]:
        situation = self.turn.app.desk.book.situations.get(self.debrief.tip.key.removeprefix("situation.").removesuffix(".tip"))
        return situation.sources if situation else ()

    def _keep_tip(self) -> None:
        if self.turn.app.paper.keep is None:
            return
        try:
            self.kept, self.refused = self.turn.app.paper.keep(self.page_to_print()), False
        except DiskRefused:
            self.refused = True
        self.turn.app.turned()

    def _begin_again(self) -> None:
        self.turn.app.desk.again()
        self.turn.app.go(type(self.turn)(self.turn.app))

    def _recall(self) -> tuple[str, list[Block]]:
        turn, recall = self.turn, self.debrief.recall
        if recall is None:
            return "", []
        words = {one.key: turn.line(one.label) for one in recall.options}
        blocks: list[Block] = [Text(turn.line(recall.text))]
        if not self.is_told:
            return turn.say("pages.recall"), [
                *blocks,
                Items(tuple(Item(f"recall:{key}", said, is_on=key == self.chosen) for key, said in words.items())),
            ]
        if self.chosen != recall.right:
            blocks.append(Notice(words[self.chosen], "info", turn.say("pages.recall_chosen")))
        blocks.append(Notice(words[recall.right], "good", turn.say("pages.recall_right"), turn.badge("green"), turn.line(recall.feedback)))
        return turn.say("pages.recall"), [*blocks, self._again()]

    def likely(self) -> Iterator[Screen]:
        for page in self.pages[self.at + 1 : self.at + 2]:
            yield Screen("debrief", "", self.turn.picture(look=self.turn.view.look, **PICTURES[page]), slot=PICTURES[page]["slot"])

    def press(self, key: str) -> None:
        turn = self.turn
        if key.startswith("recall:"):
            self.chosen = key[7:]
        elif key == "keep_tip":
            self._keep_tip()
        elif key == "show_tip" and self.kept is not None and turn.app.paper.show is not None:
            turn.app.paper.show(self.kept)
        elif key == "again":
            turn.app.over(Replaying(turn.app, self._begin_again))
        elif key == "next" and self.pages[self.at] == "recall" and not self.is_told:
            self.is_told = True
            turn.app.cue("relief", "window.caption.relief")
            turn.app.turned()
        elif key == "next" and self.at < len(self.pages) - 1:
            self.at += 1
            turn.app.cue("page")
            turn.app.turned()
        elif key == "next":
            turn.app.home(turn.app.scenes[0])

    def back(self) -> bool:
        """Escape goes one page back."""
        if not self.at:
            return False
        self.at -= 1
        self.turn.app.turned()
        return True


def opening(turn: Turn) -> Screen:
    """The picture of the first page, before the week is over."""
    return Screen("debrief", "", turn.picture(look=turn.view.look, **PICTURES["well"]), slot=PICTURES["well"]["slot"])


def shown_path(path: Path) -> str:
    """Where a file is, short: the person's own folder as ~."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
