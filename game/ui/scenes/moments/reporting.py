"""The weekly report of the character: one symptom a page, five plain answers, kept at the end."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import PickUp, WriteReport
from game.core.views.view import ReportView
from game.ui.layout.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.moments.moment import Moment, Moves


class Reporting:
    """Answers can be changed by going back; nothing is sent before the last page. answers: those given so far, shared with the moment."""

    def __init__(self, moment: Moment, moves: Moves, report: ReportView, answers: dict[str, int]) -> None:
        self.moment, self.moves, self.report, self.answers = moment, moves, report, answers
        self.at = min(len(answers), len(report.symptoms) - 1)

    def screen(self) -> Screen:
        moment, say, report = self.moment, self.moment.say, self.report
        who = moment.view.speaker.values
        symptom, last = report.symptoms[self.at], self.at == len(report.symptoms) - 1
        answer = self.answers.get(symptom.key)
        answers = tuple(Item(f"answer:{one.key}", moment.line(one.label), is_on=answer == int(one.key)) for one in report.answers)
        blocks: list[Block] = [
            Text(say("window.step", n=self.at + 1, total=len(report.symptoms)), "quiet"),
            Text(say("pages.report_lead", **who)),
            Text(moment.line(symptom.label), "label"),
            Items(answers),
        ]
        bar = (
            Item("put_away", say("pages.back"), kind="button"),
            Item("validate", say("pages.send_report") if last else say("pages.validate"), kind="primary", is_enabled=answer is not None),
        )
        return moment.compose_screen(say("pages.report_title", **who), blocks, bar, part="report")

    def likely(self) -> Iterator[Screen]:
        return self.moves.after(PickUp())

    def press(self, key: str) -> None:
        symptoms = self.report.symptoms
        if key.startswith("answer:"):
            self.answers[symptoms[self.at].key] = int(key[7:])
        elif key == "put_away":
            self.moves.show_day()
        elif key == "validate" and self.at < len(symptoms) - 1:
            self.at += 1
            self.moment.stage.turned()
        elif key == "validate":
            self.moves.do(WriteReport(dict(self.answers)))

    def back(self) -> bool:
        """Escape goes one symptom back, then to the day."""
        if self.at:
            self.at -= 1
            self.moment.stage.turned()
        else:
            self.moves.show_day()
        return True
