"""What the nurse asks on the phone: three of six questions, answered from what was really observed; the rest is looked up on the line."""

from collections.abc import Callable

from game.core.patient import fever, gauge_levels
from game.core.state.run import Run
from game.core.state.week_state import Call

QUESTIONS = ("temperature", "infusion", "shivers", "tablet", "drinking", "company")
"""In the order in which they are asked."""
COUNT = 3
ASK, GO = "ask_", "go_"
"""A stage of the call is one of these and the question: it is asked, or the nurse waits while somebody goes and looks."""


def chosen(run: Run, call: Call) -> list[str]:
    """Three of the six by counted chance. Fever or shivers: the number first. At night: who is there. A mere doubt asks nothing."""
    if not any(sign != "question" for sign in call.signs):
        return []
    questions = ["temperature"] if {"fever", "shivers"} & set(call.signs) else []
    questions += ["company"] if run.state.slot == "night" else []
    rest = [key for key in QUESTIONS if key not in questions]
    rest.sort(key=lambda key: run.draw(f"{run.state.slot}{run.state.calls}", f"asks {key}"))
    chosen_keys = {*questions, *rest[: COUNT - len(questions)]}
    return [key for key in QUESTIONS if key in chosen_keys]


def is_of(stage: str) -> bool:
    """Whether this stage of a call is one of the nurse's questions."""
    return stage.startswith((ASK, GO))


def question_of(stage: str) -> str:
    return stage.partition("_")[2]


def options(run: Run, stage: str) -> tuple[str, ...]:
    """What can be answered. tell: what is known; go: look, with the nurse on the line; unsure: a guess, and the nurse asks to look."""
    question = question_of(stage)
    if stage.startswith(GO):
        return ("tell",)
    if question == "company":
        return ("tell", "alone")
    return ("tell", "unsure") if is_known(run, question) else ("go", "unsure")


def is_known(run: Run, question: str) -> bool:
    """Whether it was observed before the nurse asked."""
    state = run.state
    if question == "temperature":
        return bool(state.readings)
    if question == "shivers":
        return fever.has_shivers(run)
    if question == "drinking":
        return "drink" in state.done
    return True


def observe(run: Run, question: str) -> None:
    """Somebody goes and looks while the nurse waits: a temperature is really taken."""
    if question == "temperature" and not run.state.readings:
        fever.measure(run)


def case(run: Run, question: str) -> str:
    """Which words tell what is so, of those under call.<question>.tell."""
    return CASES[question](run)


def _of_infusion(run: Run) -> str:
    """By kind of treatment: infusion, tablets, hormone or none."""
    return run.regimen.kind


def _of_shivers(run: Run) -> str:
    return "yes" if fever.has_shivers(run) else "no"


def _of_tablet(run: Run) -> str:
    return "yes" if "paracetamol" in run.state.done else "no"


def _of_drinking(run: Run) -> str:
    return {gauge_levels.LOW: "little", gauge_levels.MEDIUM: "some", gauge_levels.GOOD: "well"}[gauge_levels.level(run, "water")]


CASES: dict[str, Callable[[Run], str]] = {
    "temperature": lambda _: "reading",
    "infusion": _of_infusion,
    "shivers": _of_shivers,
    "tablet": _of_tablet,
    "drinking": _of_drinking,
    "company": lambda _: "here",
}
