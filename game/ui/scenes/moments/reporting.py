"""The weekly report of the character: one screen, a row a symptom with what was felt beside it, kept at the end."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import PickUp, WriteReport
from game.core.views.view import ReportView
from game.screens.widgets import Screen
from game.telling.report_screen import report_screen
from game.ui.scenes.moments.moment import Moment, Moves

LARGE = 24
"""Size of text above which fewer things stand side by side, so that no word is broken."""


class Reporting:
    """A pressed row opens its five answers. Nothing is sent before the end. answers: those answer so far, shared with the moment."""

    def __init__(self, moment: Moment, moves: Moves, report: ReportView, answers: dict[str, int]) -> None:
        self.moment, self.moves, self.report, self.answers = moment, moves, report, answers
        self.open_row, self.next_row = "", report.symptoms[0].key

    def screen(self) -> Screen:
        is_large = self.moment.stage.preferences.text > LARGE
        columns, answer_columns = (2, 3) if is_large else (4, len(self.report.answers))
        return report_screen(
            self.moment, self.report, self.answers, self.open_row, self._first(), columns=columns, answer_columns=answer_columns
        )

    def _first(self) -> str:
        if self.open_row:
            return f"answer:{self.answers.get(self.open_row, 0)}"
        return f"row:{self.next_row}" if self.next_row else "validate"

    def likely(self) -> Iterator[Screen]:
        return self.moves.after(PickUp())

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "row":
            self.open_row = "" if value == self.open_row else value
            self.moment.stage.focus_on(self._first())
        elif what == "answer" and self.open_row:
            self.answers[self.open_row] = int(value)
            keys = [row.key for row in self.report.symptoms]
            after = keys.index(self.open_row) + 1
            self.open_row, self.next_row = "", keys[after] if after < len(keys) else ""
            self.moment.stage.focus_on(self._first())
        elif key == "put_away":
            self.moves.show_day()
        elif key == "validate":
            self.moves.do(WriteReport({row.key: self.answers[row.key] for row in self.report.symptoms if row.key in self.answers}))

    def back(self) -> bool:
        """Escape closes an open row, then goes to the day."""
        if self.open_row:
            self.open_row = ""
        else:
            self.moves.show_day()
        return True
