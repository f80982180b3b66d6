"""The look back: what went well first, then the days, the same luck with another choice, three compasses, who can help, one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.core.debrief import Debrief
from game.ui.widgets import Block, Gauges, Item, Items, Notice, Screen, Speech, Text

if TYPE_CHECKING:
    from game.ui.scenes.turn import Turn

PICTURES: dict[str, dict[str, Any]] = {  # the week is over: an evening in company, a look at the days, help, the balcony
    "well": {"room": "kitchen", "slot": "evening", "posture": "table", "face": "relieved", "people": ("daughter",), "host_face": "smiling"},
    "days": {"room": "living", "slot": "evening", "posture": "sit", "face": "calm", "objects": ("cup",)},
    "what_if": {"room": "bedroom", "slot": "evening", "posture": "phone", "face": "calm"},
    "compasses": {"room": "balcony", "slot": "morning", "posture": "sit", "face": "calm"},
    "help": {"room": "clinic", "slot": "noon", "posture": "stand", "face": "calm", "people": ("nurse",), "host_face": "smiling"},
    "recall": {"room": "balcony", "slot": "evening", "posture": "sit", "face": "smiling"},
}
PAGES = ("well", "days", "what_if", "compasses", "help", "recall")


class LookingBack:
    """One idea a page; no total, no ranking, no list of what was not done."""

    def __init__(self, turn: Turn, debrief: Debrief) -> None:
        self.turn, self.debrief, self.at = turn, debrief, 0
        self.pages = [page for page in PAGES if page not in self._empty()]
        self.chosen, self.is_told = "", False

    def _empty(self) -> set[str]:
        debrief = self.debrief
        gone = {"recall"} if debrief.recall is None else set()
        return gone | ({"what_if"} if debrief.what_if is None and debrief.net is None and debrief.attribution is None else set())

    def screen(self) -> Screen:
        turn, page = self.turn, self.pages[self.at]
        title, blocks = getattr(self, f"_{page}")()
        last = self.at == len(self.pages) - 1
        needs_choice = page == "recall" and not self.is_told
        label = turn.say("pages.validate") if needs_choice else turn.say("window.debrief_end" if last else "window.debrief_next")
        bar = (Item("next", label, kind="primary", is_enabled=not needs_choice or bool(self.chosen)),)
        picture = turn.picture(look=turn.view.look, **PICTURES[page])
        return turn.made(title, blocks, bar, picture=picture, part="debrief")

    def _well(self) -> tuple[str, list[Block]]:
        turn, debrief = self.turn, self.debrief
        blocks: list[Block] = [*turn.notices(), Text(turn.say("pages.went_well"), "label")]
        blocks += [Notice(turn.line(line), "good", icon=turn.badge("green")) for line in debrief.went_well]
        blocks += [Text(turn.say("pages.calls"), "label"), Text(turn.line(debrief.calls))]
        return turn.line(debrief.title), blocks

    def _days(self) -> tuple[str, list[Block]]:
        turn = self.turn
        blocks: list[Block] = []
        for day in self.debrief.days:
            text = "\n".join(turn.line(line) for line in day.lines)
            if day.is_key:
                why = f"\n{turn.line(day.why)}" if day.why else ""
                blocks.append(Notice(text + why, "info", turn.line(day.title), turn.badge(day.badge) if day.badge else ""))
            else:
                blocks.append(Speech(text, turn.line(day.title)))
        return turn.say("pages.the_days"), blocks

    def _what_if(self) -> tuple[str, list[Block]]:
        turn, debrief = self.turn, self.debrief
        blocks: list[Block] = []
        title = turn.say("pages.the_days")
        if debrief.what_if is not None:
            title = turn.line(debrief.what_if.question)
            blocks.append(Text(turn.line(debrief.what_if.answer)))
        blocks += [Notice(turn.line(line)) for line in (debrief.net, debrief.attribution) if line is not None]
        return title, blocks

    def _compasses(self) -> tuple[str, list[Block]]:
        turn = self.turn
        rows = tuple((turn.line(one.label), turn.line(one.word), one.level or 0) for one in self.debrief.compasses)
        gauges = [Gauges((row,)) for row in rows]
        return turn.say("pages.compasses"), [*gauges, Text(turn.say("pages.compasses_note"), "quiet")]

    def _help(self) -> tuple[str, list[Block]]:
        turn, debrief = self.turn, self.debrief
        blocks: list[Block] = [Text(turn.line(line)) for line in debrief.who_helps]
        blocks += [Text(turn.say("pages.tip"), "label"), Notice(turn.line(debrief.tip), "good")]
        blocks.append(Text(turn.say("pages.disclaimer"), "quiet"))
        return turn.say("pages.who_helps"), blocks

    def _recall(self) -> tuple[str, list[Block]]:
        turn, recall = self.turn, self.debrief.recall
        if recall is None:
            return "", []
        items = tuple(
            Item(
                f"recall:{one.key}",
                turn.line(one.label),
                self._kept_in_mind(one.key),
                is_on=one.key == self.chosen,
                is_enabled=not self.is_told,
            )
            for one in recall.options
        )
        blocks: list[Block] = [Text(turn.line(recall.text)), Items(items)]
        if self.is_told:
            blocks.append(Notice(turn.line(recall.feedback), "good"))
        return turn.say("pages.recall"), blocks

    def _kept_in_mind(self, key: str) -> str:
        recall = self.debrief.recall
        return self.turn.say("pages.recall_right") if self.is_told and recall is not None and key == recall.right else ""

    def press(self, key: str) -> None:
        turn = self.turn
        if key.startswith("recall:"):
            self.chosen = key[7:]
        elif key == "next" and self.pages[self.at] == "recall" and not self.is_told:
            self.is_told = True
            turn.app.cue("relief", "window.caption.relief")
            turn.app.changed()
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
