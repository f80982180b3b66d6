"""The weekly report of the character: one screen, a row a symptom with what was felt beside it, kept at the end."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import PickUp, WriteReport
from game.core.views.view import Option, ReportView
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.moments.moment import Moment, Moves

LARGE = 24
"""Size of text above which fewer things stand side by side, so that no word is broken."""


class Reporting:
    """A pressed row opens its five answers. Nothing is sent before the end. answers: those answer so far, shared with the moment."""

    def __init__(self, moment: Moment, moves: Moves, report: ReportView, answers: dict[str, int]) -> None:
        self.moment, self.moves, self.report, self.answers = moment, moves, report, answers
        self.open_row, self.next_row = "", report.symptoms[0].key

    def screen(self) -> Screen:
        moment, say = self.moment, self.moment.say
        who = moment.view.speaker.values
        blocks: list[Block] = [Text(say("window.report_rows") if self.answers else say("blocked.report_empty"), "quiet"), *self._rows()]
        bar = (
            Item("put_away", say("pages.back"), kind="button"),
            Item("validate", say("pages.send_report"), kind="primary", is_enabled=bool(self.answers)),
        )
        first = self._first()
        return moment.compose_screen(say("pages.report_title", **who), blocks, bar, part="report", first=first, is_wide=True)

    def _first(self) -> str:
        if self.open_row:
            return f"answer:{self.answers.get(self.open_row, 0)}"
        return f"row:{self.next_row}" if self.next_row else "validate"

    def _rows(self) -> Iterator[Items]:
        """Rows side by side, so that all are seen at once; the answers of an open one stand under it."""
        rows, is_large = self.report.symptoms, self.moment.stage.preferences.text > LARGE
        columns = 2 if is_large else 4
        for start in range(0, len(rows), columns):
            line = rows[start : start + columns]
            yield Items(tuple(self._row(row) for row in line), columns=columns)
            if self.open_row in [row.key for row in line]:
                answer = self.answers.get(self.open_row, 0)
                answers = (
                    Item(f"answer:{one.key}", self.moment.line(one.label), is_on=answer == int(one.key)) for one in self.report.answers
                )
                name = next(self.moment.line(row.label) for row in line if row.key == self.open_row)
                yield Items(tuple(answers), columns=3 if is_large else len(self.report.answers), name=name)

    def _row(self, row: Option) -> Item:
        moment, answer = self.moment, self.answers.get(row.key, 0)
        label = moment.say("window.report_row", what=moment.line(row.label), answer=moment.line(self.report.answers[answer].label))
        return Item(f"row:{row.key}", label, moment.line(row.note) if row.note else "", kind="button", is_on=row.key in self.answers)

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
