"""The weekly report of the character: one symptom a page, five plain answers, kept at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from game.core.view import ReportView
from game.ui.layout.widgets import Block, Item, Items, Screen, Text

if TYPE_CHECKING:
    from game.ui.scenes.turn import Turn


class Reporting:
    """Answers can be changed by going back; nothing is sent before the last page. answers: those given so far, shared with the turn."""

    def __init__(self, turn: Turn, report: ReportView, answers: dict[str, int]) -> None:
        self.turn, self.report, self.answers = turn, report, answers
        self.at = min(len(answers), len(report.symptoms) - 1)

    def screen(self) -> Screen:
        turn, say, report = self.turn, self.turn.say, self.report
        who = turn.view.speaker.values
        symptom, last = report.symptoms[self.at], self.at == len(report.symptoms) - 1
        chosen = self.answers.get(symptom.key)
        answers = tuple(Item(f"answer:{one.key}", turn.line(one.label), is_on=chosen == int(one.key)) for one in report.answers)
        blocks: list[Block] = [
            Text(say("window.step", n=self.at + 1, total=len(report.symptoms)), "quiet"),
            Text(say("pages.report_lead", **who)),
            Text(turn.line(symptom.label), "label"),
            Items(answers),
        ]
        bar = (
            Item("put_away", say("pages.back"), kind="button"),
            Item("validate", say("pages.send_report") if last else say("pages.validate"), kind="primary", is_enabled=chosen is not None),
        )
        return turn.made(say("pages.report_title", **who), blocks, bar, part="report")

    def likely(self) -> Iterator[Screen]:
        return self.turn.after("pick_up")

    def press(self, key: str) -> None:
        symptoms = self.report.symptoms
        if key.startswith("answer:"):
            self.answers[symptoms[self.at].key] = int(key[7:])
        elif key == "put_away":
            self.turn.to_day()
        elif key == "validate" and self.at < len(symptoms) - 1:
            self.at += 1
            self.turn.app.turned()
        elif key == "validate":
            self.turn.do("report", self.answers)

    def back(self) -> bool:
        """Escape goes one symptom back, then to the day."""
        if self.at:
            self.at -= 1
            self.turn.app.turned()
        else:
            self.turn.to_day()
        return True
