"""Which profession, then which of its short cases."""

from __future__ import annotations

from courses.model.cases import Case
from game.core.views.view import Line
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.base import Scene, Stage
from game.ui.scenes.cases.drawing import case_line, workplace
from game.ui.scenes.cases.playing import PlayingCase

STANDING_ICONS = {"right": "green", "unsafe": "amber"}


class Cases(Scene):
    """The professions that have cases."""

    name = "cases"

    def screen(self) -> Screen:
        items = tuple(
            Item(f"of:{one}", self.say(f"window.cases.{one}"), self.say(f"window.cases.{one}_note"), kind="button")
            for one in self.stage.cases.professions()
        )
        blocks: list[Block] = [Text(self.say("window.cases.lead"), "lead"), Items(items), Text(self.say("window.cases.note"), "quiet")]
        if not items:
            blocks = [Text(self.say("window.cases.none"))]
        picture = workplace(self.stage, "pharmacist")
        return Screen(self.name, self.say("window.cases.title"), picture, blocks=tuple(blocks), first=items[0].key if items else "back")

    def press(self, key: str) -> None:
        self.stage.over(CaseList(self.stage, key.removeprefix("of:")))


class CaseList(Scene):
    """The cases of one profession, and where each stands, in words."""

    name = "case_list"

    def __init__(self, stage: Stage, profession: str) -> None:
        super().__init__(stage)
        self.profession = profession

    def screen(self) -> Screen:
        cases = self.stage.cases.of(self.profession)
        items = tuple(self._item(number, case) for number, case in enumerate(cases, 1))
        blocks: list[Block] = [Items(items, columns=2), Text(self.say("window.cases.note"), "quiet")]
        title = self.say(f"window.cases.{self.profession}")
        first = next((f"case:{case.key}" for case in cases if not self.stage.cases.standing(case)), "")
        picture = workplace(self.stage, self.profession)
        return Screen(self.name, title, picture, blocks=tuple(blocks), first=first, is_broad=True)

    def _item(self, number: int, case: Case) -> Item:
        standing = self.stage.cases.standing(case)
        place = self.say(f"window.cases.place_{case.place}")
        note = f"{place} · {self.say(f'window.cases.was_{standing}')}" if standing else place
        icon = self.badge(STANDING_ICONS[standing]) if standing in STANDING_ICONS else ""
        title = case_line(self.stage, Line(f"case.{case.key}.title"))
        return Item(f"case:{case.key}", f"{number}. {title}", note, kind="button", icon=icon)

    def press(self, key: str) -> None:
        self.stage.over(PlayingCase(self.stage, self.stage.cases.book.cases[key.removeprefix("case:")]))
