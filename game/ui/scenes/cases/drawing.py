"""What the scenes of cases draw alike: the words of a case, somebody at work where it takes place, and the page of one case."""

from __future__ import annotations

from game import art
from game.core.cases.case_play import CasePlay
from game.core.cases.case_view import CaseView, Exchange
from game.core.views.view import Line
from game.screens.widgets import Block, Item, Notice, Screen
from game.ui.scenes.base import Scene, Stage

WORKERS = {"gp": ("doctor", "clinic"), "pharmacist": ("pharmacist", "pharmacy")}
"""Who of the cast stands for a profession, and where they work."""


def case_line(stage: Stage, line: Line) -> str:
    """The words of a case in the person's language; what a language lacks is said in French, in which every case is written."""
    book, language = stage.cases.book, stage.preferences.language
    return book.words.get(language, {}).get(line.key) or book.text("fr", line.key)


def workplace(stage: Stage, profession: str) -> str:
    """The professional alone: who asks is invented, of any age and sex, so nobody is drawn in their place."""
    who, room = WORKERS[profession]
    return art.workplace(stage.parts, room=room, slot="noon", who=who)


class CaseScene(Scene):
    """A scene of one case; folds: what was unfolded at its end."""

    name = "case"

    def __init__(self, stage: Stage, play: CasePlay) -> None:
        super().__init__(stage)
        self.play, self.folds = play, set[str]()

    def words(self, line: Line) -> str:
        return case_line(self.stage, line)

    def exchanges(self, exchanges: tuple[Exchange, ...]) -> list[Block]:
        return [Notice(self.words(one.answer), title=self.words(one.question)) for one in exchanges]

    def compose_screen(self, blocks: list[Block], bar: tuple[Item, ...], view: CaseView, *, first: str = "") -> Screen:
        """Half of the window to read; what was asked and looked up lies under the picture, to be compared with the options."""
        texts = [Notice(self.words(one.text), title=self.words(one.title)) for one in view.texts]
        beside = (*(self.exchanges(view.exchanges) if view.feedback is None else ()), *texts)
        picture = workplace(self.stage, self.play.case.profession)
        return Screen(self.name, self.words(view.title), picture, blocks=tuple(blocks), bar=bar, first=first, is_broad=True, beside=beside)
