"""One short case: two questions, a text to look up, a decision and its words; then what is said of each option."""

from __future__ import annotations

from collections.abc import Callable

from courses.model.cases import Case
from game.core.cases.case_commands import Ask, ChooseOption, GoOn, LookUp
from game.core.cases.case_play import CasePlay
from game.core.cases.case_view import CaseView
from game.core.state.commands import Command
from game.errors import DiskRefused
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.base import Stage
from game.ui.scenes.cases import ending
from game.ui.scenes.cases.drawing import CaseScene
from game.ui.scenes.sources import Sources

COMMANDS: dict[str, Callable[[str], Command]] = {"ask": Ask, "look": LookUp, "decide": ChooseOption, "say": ChooseOption}


class PlayingCase(CaseScene):
    """The core says which moment it is; each is one page. A case that was left goes on where it was."""

    def __init__(self, stage: Stage, case: Case) -> None:
        self.case, self.chosen = case, ""
        super().__init__(stage, stage.cases.resume(case) or _begun(stage, case, stage.seed()))

    def screen(self) -> Screen:
        view = self.play.view()
        return ending.draw_end(self, view, view.feedback) if view.feedback is not None else self._moment(view)

    def _moment(self, view: CaseView) -> Screen:
        say = self.say
        count = say("window.cases.moment", place=say(f"window.cases.place_{self.case.place}"), n=view.number, total=view.moments - 1)
        blocks: list[Block] = [Text(count, "quiet"), Text(self.words(view.scene))]
        if view.decision is not None:
            blocks.append(Notice(self.words(view.decision), "good", say("window.cases.decision")))
        options = tuple(Item(f"choice:{one.key}", self.words(one.label), is_on=one.key == self.chosen) for one in view.options)
        blocks.append(Items(options, name=say(f"window.cases.{self._question(view)}"), shows_name=True))
        on = say(f"window.cases.no_{view.moment}") if view.can_go_on else ""
        bar = (*((Item("go_on", on, kind="button"),) if on else ()), self.validate(bool(self.chosen)))
        return self.compose_screen(blocks, bar, view)

    @staticmethod
    def _question(view: CaseView) -> str:
        return "ask_first" if view.moment == "ask" and view.left == 2 else view.moment

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "choice":
            self.chosen = value
        elif key == "validate" and self.chosen:
            self._do(COMMANDS[self.play.state.moment](self.chosen))
        elif key == "go_on":
            self._do(GoOn())
        elif what == "unfold":
            self.folds ^= {value}
        elif key == "sources":
            self.stage.over(Sources(self.stage, ending.sources(self.play.view())))
        elif key in ("again", "same"):
            self._begin_again(self.play.seed if key == "same" else self.stage.seed())
        elif key == "next":
            self._go_to_next()
        elif key == "all":
            self.stage.back()

    def _do(self, command: Command) -> None:
        self.chosen = ""
        try:
            self.stage.cases.do(self.play, command)
        finally:  # the turn was taken, also on a disk that refuses
            self.stage.cue("relief" if self.play.is_right else "page")
            self.stage.turned()

    def _begin_again(self, seed: int) -> None:
        self.play, self.chosen, self.folds = _begun(self.stage, self.case, seed), "", set()
        self.stage.turned()

    def _go_to_next(self) -> None:
        case = self.stage.cases.next_case(self.case.profession, self.case.key)
        if case is None:
            self.stage.back()
        else:
            self.stage.go(PlayingCase(self.stage, case))

    def back(self) -> None:
        """A choice first; then the list. The case stays as it is."""
        if self.chosen:
            self.chosen = ""
        else:
            self.stage.back()


def _begun(stage: Stage, case: Case, seed: int) -> CasePlay:
    """A new play; a disk that refuses is said by what is kept next, and the case is played all the same."""
    try:
        return stage.cases.begin(case, seed=seed)
    except DiskRefused:
        return CasePlay.start(stage.cases.book, case=case.key, seed=seed, play="unsaved")
