"""The character's weekly report: how strong each symptom was, in plain words from 0 to 4."""

from collections.abc import Mapping

from game.core.errors import NotNow, Unknown
from game.core.patient import fever, skills
from game.core.state.events import ReportWritten
from game.core.state.run import Run

FEVER = 2
"""What a fever of the week counts as among grades 0-3."""


def is_open(run: Run) -> bool:
    """On the last day of the week, until it is written."""
    state = run.state
    return state.day == state.last_day and not state.asked_report and not run.plan.is_quiet and not state.is_over


def remember(run: Run) -> None:
    """Keep the strongest of what is felt now for the report of the week."""
    grades = tuple(run.state.grades.values())
    is_ill = fever.is_ill(run)
    if run.remembered == (grades, is_ill):
        return
    run.remembered = grades, is_ill
    grades_of_week = run.state.strongest
    for symptom, grade in run.state.grades.items():
        if grade > grades_of_week.get(symptom, 0):
            grades_of_week[symptom] = grade
    if is_ill:
        grades_of_week["fever"] = FEVER


def strongest(run: Run, row: str) -> tuple[str, int]:
    """(symptom, grade 0-3) that was felt most this week of what a row of the report stands for."""
    symptoms = run.model.report.made_of.get(row, (row,))
    grades_of_week = run.state.strongest
    return max(((symptom, grades_of_week.get(symptom, 0)) for symptom in symptoms), key=lambda one: one[1])


def true_grades(run: Run) -> dict[str, int]:
    """What the character felt most of each row this week, on the report's scale."""
    numbers = run.model.report
    return {row: numbers.answer_of_grade[strongest(run, row)[1]] for row in numbers.symptoms}


def write(run: Run, answers: Mapping[str, int]) -> None:
    """Raises NotNow on another day or without any answer, Unknown for a symptom or an answer that is not asked.

    What is left out counts as 0: a report of a good week needs one answer, so that nobody keeps one that was not looked at.
    """
    state, numbers = run.state, run.model.report
    if not is_open(run):
        raise NotNow("report", "blocked.report")
    if not answers:
        raise NotNow("report", "blocked.report_empty")
    for symptom, answer in answers.items():
        if symptom not in numbers.symptoms:
            raise Unknown("symptom", symptom, numbers.symptoms)
        if answer not in range(5):
            raise Unknown("answer", str(answer), ("0", "1", "2", "3", "4"))
    grades = {symptom: int(answers.get(symptom, 0)) for symptom in numbers.symptoms}
    before = state.reports.get("last", {})
    suggests = any(answer >= numbers.call_from for answer in grades.values())
    suggests = suggests or any(grades[key] - before.get(key, 0) >= numbers.call_if_up_by for key in grades if before)
    true = true_grades(run)
    agrees = sum(abs(grades[key] - true[key]) <= 1 for key in grades)
    state.asked_report = True
    state.reports = {**state.reports, "last": grades}
    run.gauge("confidence", numbers.confidence)
    skills.practise(run, ("K13",), agrees >= len(grades) - 1, choices=4)
    run.notify("team", "notice.report_call" if suggests else "notice.report_kept", tone="good", title="notice.report_title")
    run.add_to_story("report", "report")
    run.emit(ReportWritten, suggests_call=suggests, agrees=agrees, asked=len(grades))
