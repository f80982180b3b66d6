"""One moment of the week as its parts draw it: the core's view, and the blocks that every part shares."""

from __future__ import annotations

from collections.abc import Callable

from game import art
from game.core.views.view import Line, Message, TurnView
from game.screens.widgets import Block, Gauges, Item, Items, Notice, Screen, Speech, Text
from game.telling.drawing import AT_EASE, Drawing, Teller, temperature_text

BADGES = {"care": "red", "good": "green", "info": ""}
SPEAKERS = {"relative": "daughter", "nurse": "nurse", "pharmacist": "pharmacist"}  # who of the cast says a line of the thread
KEEPERS = {"pharmacy": ("pharmacist",)}  # who is always there


class MomentDrawing(Drawing):
    """The view of one moment and what its parts draw alike."""

    def __init__(self, teller: Teller, view: TurnView) -> None:
        super().__init__(teller)
        self.view = view

    def line(self, line: Line) -> str:
        return self.teller.line(line)

    def scene_picture(self, *, room: str = "", posture: str = "", pose: str = "") -> str:
        """The room of the view, or another one she is looked for in."""
        view = self.view
        elsewhere = bool(room) and room != view.room
        reads = temperature_text(view.reading, self.teller.preferences.language) if view.reading is not None and not elsewhere else ""
        return self.picture(
            room=room or view.room,
            slot=view.slot,
            look=view.look,
            face=view.face,
            posture=posture or (AT_EASE.get(room, "stand") if elsewhere else view.posture),
            people=KEEPERS.get(room, ()) if elsewhere else view.people,
            objects=() if elsewhere else view.objects,
            keepsakes=() if elsewhere else view.keepsakes,
            reads=reads,
            pose=pose,
        )

    def face(self, who: str = "") -> str:
        """The one who speaks; the character as she feels, when nobody is named."""
        if who in art.CAST:
            return art.portrait(self.teller.parts, who)
        return art.portrait(self.teller.parts, art.look(self.view.look), self.view.face)

    def notices(self) -> list[Block]:
        """What has just happened, on top of whatever comes next."""
        out: list[Block] = []
        for notice in self.view.notices:
            icon = self.badge(BADGES[notice.tone]) if BADGES.get(notice.tone) else ""
            title, why = self.line(notice.title) if notice.title else "", self.line(notice.why) if notice.why else ""
            out.append(Notice(self.line(notice.text), notice.tone, title, icon, why, notice.sources))
        return out

    def sources(self, own: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Where what is on this page comes from: keys of references. own: those of the part that is shown."""
        return (*own, *(key for notice in self.view.notices for key in notice.sources))

    def sources_button(self, own: tuple[str, ...] = ()) -> list[Block]:
        """The way to the sources, one step, where there are any."""
        return [Items((Item("sources", self.say("window.sources"), kind="button"),))] if self.sources(own) else []

    def speech(self) -> list[Block]:
        """What the character says, with her face; the answer to an act and what others say of a decision come first."""
        text = "\n".join(self.line(line) for line in self.view.says)
        own = [Speech(text, self.line(self.view.speaker), "" if self.view.answer else self.face())] if text else []
        return [*self.thread(), *own]

    def thread(self) -> list[Block]:
        """The answer to the act just done, and what somebody says of a decision, each with a face."""
        lines = [*([self.view.answer] if self.view.answer else []), *self.view.messages]
        return [self.remark(one) for one in lines]

    def remark(self, message: Message) -> Speech:
        if message.speaker in ("you", "box"):
            return Speech(self.line(message.text), self.line(message.name), "")
        who = SPEAKERS.get(message.speaker)
        look = who or art.look(self.view.look)
        return Speech(self.line(message.text), self.line(message.name), art.portrait(self.teller.parts, look, message.face))

    def facts(self) -> list[Block]:
        """What was measured and told, as text: the reading on show first, whatever the drawing is too small for."""
        return [Text(self.line(fact), "fact") for fact in self.view.facts]

    def done(self) -> list[Block]:
        """What was done already today."""
        line = ", ".join(self.line(action) for action in self.view.done)
        return [Text(self.say("pages.already", list=line), "fact")] if line else []

    def caption(self) -> list[Block]:
        """The picture in words, for whoever wished for captions."""
        return [Text(self.in_words(), "quiet")] if self.teller.preferences.captions else []

    def in_words(self) -> str:
        """What the picture of the moment shows."""
        return " ".join(self.line(words) for words in self.view.alt)

    def gauges(self) -> list[Block]:
        rows = tuple((self.line(gauge.label), self.line(gauge.word), gauge.level) for gauge in self.view.gauges)
        return [Gauges(rows)] if rows else []

    def compose_screen(
        self,
        title: str,
        blocks: list[Block],
        bar: tuple[Item, ...],
        *,
        picture: str = "",
        tabs: tuple[Item, ...] = (),
        part: str = "",
        first: str = "",
        is_wide: bool = False,
        beside: tuple[Block, ...] = (),
        place: str = "",
        alt: str = "",
        poses: Callable[[str], str] | None = None,
    ) -> Screen:
        """A screen of the week: the strip of its days on top, pause in the corner. alt: words for a picture that is not the moment's."""
        steps = tuple((self.say("window.step", n=self.view.day, total=self.view.days), step.state) for step in self.view.steps)
        return Screen(
            part,
            title,
            picture or self.scene_picture(),
            slot=self.view.slot,
            blocks=tuple(blocks),
            bar=bar,
            tabs=tabs,
            first=first,
            corner=(Item("pause", self.say("window.pause"), kind="button"),),
            steps=steps,
            is_wide=is_wide,
            is_broad=not is_wide,  # all week long: the telephone keeps its place and size
            beside=beside,
            place=place or self.view.room,
            alt=alt or ("" if part == "debrief" or is_wide else self.in_words()),
            poses=poses or (None if picture else lambda pose: self.scene_picture(pose=pose)),
        )

    def call_item(self) -> Item:
        """Calling is always there, at the same place, at the same size."""
        return Item("call", self.say("pages.call"), kind="call", icon=self.badge("red"), is_enabled=self.view.can_call)
