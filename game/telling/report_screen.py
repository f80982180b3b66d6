"""The weekly report of the character as a screen: a row a symptom with what was felt beside it, five answers each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.core.views.view import Option, ReportView
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.telling.moment_drawing import MomentDrawing


def report_form(moment: MomentDrawing, report: ReportView) -> Screen:
    """Every row with its answers, for a page that is one form."""
    lead = Text(moment.say("pages.report_lead", **_who(moment)))
    return _screen(moment, [lead, *(_open(moment, report, row) for row in report.symptoms)], can_send=True)


def report_screen(
    moment: MomentDrawing, report: ReportView, answers: Mapping[str, int], open_row: str, first: str, *, columns: int, answer_columns: int
) -> Screen:
    """Rows side by side, so that all are seen at once; the answers of the open one stand under it. first: what is in focus."""
    lead = Text(moment.say("window.report_rows") if answers else moment.say("blocked.report_empty"), "quiet")
    blocks: list[Block] = [lead]
    for start in range(0, len(report.symptoms), columns):
        line = report.symptoms[start : start + columns]
        blocks.append(Items(tuple(_row(moment, report, row, answers) for row in line), columns=columns))
        blocks += [_answers(moment, report, row, answers, answer_columns) for row in line if row.key == open_row]
    return _screen(moment, blocks, can_send=bool(answers), first=first)


def _screen(moment: MomentDrawing, blocks: list[Block], *, can_send: bool, first: str = "") -> Screen:
    bar = (
        Item("put_away", moment.say("pages.back"), kind="button"),
        Item("validate", moment.say("pages.send_report"), kind="primary", is_enabled=can_send),
    )
    title = moment.say("pages.report_title", **_who(moment))
    return moment.compose_screen(title, blocks, bar, part="report", first=first, is_wide=True)


def _who(moment: MomentDrawing) -> Mapping[str, object]:
    return moment.view.speaker.values


def _open(moment: MomentDrawing, report: ReportView, row: Option) -> Items:
    """A row whose question and answers are one group."""
    label = moment.line(row.label)
    name = f"{label} · {moment.line(row.note)}" if row.note else label
    key = f"{ROW}{row.key}"
    items = tuple(Item(f"{key}:{one.key}", moment.line(one.label), is_on=one.is_on) for one in report.answers)
    return Items(items, columns=len(items), name=name, shows_name=True)


ROW = "symptom-"
"""Before the key of a row, in the keys of its answers."""


def _row(moment: MomentDrawing, report: ReportView, row: Option, answers: Mapping[str, int]) -> Item:
    label = moment.say("window.report_row", what=moment.line(row.label), answer=moment.line(report.answers[answers.get(row.key, 0)].label))
    return Item(f"row:{row.key}", label, moment.line(row.note) if row.note else "", kind="button", is_on=row.key in answers)


def _answers(moment: MomentDrawing, report: ReportView, row: Option, answers: Mapping[str, int], columns: int) -> Items:
    chosen = answers.get(row.key, 0)
    items: Iterator[Item] = (Item(f"answer:{one.key}", moment.line(one.label), is_on=chosen == int(one.key)) for one in report.answers)
    return Items(tuple(items), columns=columns, name=moment.line(row.label))
