"""Ways to play, from ideal to passive: for simulated learners, tests and measures. They see the state, never the future."""

from collections.abc import Callable

from courses.model.game import MOST_ASKED, Situation
from game.core.day import actions, weekly_report
from game.core.errors import NotNow
from game.core.patient import doses, fever, signs
from game.core.review.replay import finish_call
from game.core.state.chance import draw
from game.core.state.commands import Act, Ask, Decide, Dial, HangUp, NextSlot, WriteReport
from game.core.state.events import Event
from game.core.week import Week

Policy = Callable[[Week], None]
MOST_STOPS = 200


def play(week: Week, policy: Policy) -> list[Event]:
    """Play a week to its end. Gives every event."""
    events: list[Event] = []
    week.listeners.append(events.append)
    week.begin()
    for _ in range(MOST_STOPS):
        if week.state.is_over:
            break
        policy(week)
        if week.state.open_situation:
            _decide(week, 1.0)
        if week.state.call:
            week.do(HangUp())
        week.do(NextSlot())
    week.listeners.remove(events.append)
    return events


def ideal(week: Week) -> None:
    """Measures when unwell, cares every day, tells every sign at once to the right person."""
    _care(week, 1.0)
    _decide(week, 1.0)
    _report_signs(week, 1.0)
    _tablets(week, 1.0)
    _write(week)


def average(week: Week) -> None:
    """Does some of it, tells half of the signs in their slot and more of them later."""
    _care(week, 0.5)
    _decide(week, 0.6)
    _report_signs(week, 0.45)
    _tablets(week, 0.9)
    if _chance(week, "report") < 0.5:
        _write(week)


def passive(week: Week) -> None:
    """Waits."""
    _decide(week, 0.25)
    _tablets(week, 0.75)


def anxious(week: Week) -> None:
    """Ideal, and calls every morning besides: it must never cost anything."""
    ideal(week)
    if week.state.slot == "morning" and week.state.away_until < week.state.day:
        week.do(Dial(("question",), "team"))
        finish_call(week)


def with_skill(skill: float) -> Policy:
    """Between passive (0) and ideal (1), for simulated learners."""

    def policy(week: Week) -> None:
        _care(week, skill)
        _decide(week, 0.2 + 0.8 * skill)
        _report_signs(week, skill**1.5)
        _tablets(week, 0.7 + 0.3 * skill)
        if _chance(week, "report") < skill:
            _write(week)

    return policy


def random(week: Week) -> None:
    """Any commands that fit, from counted chance: finds what no sensible play would."""
    state = week.state
    for step in range(int(_chance(week, "steps") * 5)):
        choices = actions.available_actions(week.run)
        if choices and not state.call and state.away_until < state.day:
            item = choices[int(_chance(week, f"which{step}") * len(choices))]
            _act(week, item.key, item.plates[0] if item.plates else "")
    _decide(week, 0.5)
    if _chance(week, "call") < 0.25 and state.away_until < state.day:
        symptoms = [item.symptom for item in signs.open_episodes(week.run) if item.symptom != "pair"]
        week.do(Dial(tuple(symptoms[:1]), ("team", "on_call", "samu", "pharmacist", "gp")[int(_chance(week, "person") * 5)]))
        if _chance(week, "finish") < 0.6:
            finish_call(week)


POLICIES: dict[str, Policy] = {
    "ideal": ideal, "average": average, "careless": with_skill(0.25), "passive": passive, "anxious": anxious, "random": random,
}  # fmt: skip


def _chance(week: Week, what: str) -> float:
    state = week.state
    return draw(state.seed, state.cycle, state.day, f"{state.slot}|{state.week}", f"policy-{what}")


def _care(week: Week, share: float) -> None:
    state = week.state
    if state.away_until >= state.day or state.open_situation:
        return
    if fever.is_ill(week.run) and not state.readings and _chance(week, "measure") < share:
        _act(week, "measure_temp")
    if state.slot == "morning":
        for key in ("hand_hygiene", "antiemetic", "protect_from_cold"):
            if key in week.run.model.actions and _chance(week, key) < share:
                _act(week, key)
        for key in _actions_to_try(week):
            if _chance(week, key) < share:
                _act(week, key, "small" if key == "adapt_meals" else "")


def _actions_to_try(week: Week) -> list[str]:
    """What helps most today: water when low, then what answers the strongest symptom."""
    grades, gauges = week.state.grades, week.state.gauges
    answers = (
        ("drink", 60 - gauges.get("water", 50)), ("mouth_care", 40 if 4 <= week.state.day <= 12 else 10 * grades.get("mucositis", 0)),
        ("walk", 14 * grades.get("fatigue", 0) + 8 * grades.get("constipation", 0)), ("talk", 22 * grades.get("distress", 0)),
        ("adapt_meals", 12 * grades.get("appetite", 0) + 8 * grades.get("nausea", 0)),
        ("skin_care", 15 * (grades.get("handfoot", 0) + grades.get("rash", 0)) + (20 if week.run.regimen.kind == "tablets" else 0)),
        ("own_rest", 60 - gauges.get("own_energy", 100)),
    )  # fmt: skip
    return [key for key, _ in sorted(answers, key=lambda item: -item[1])]


def _act(week: Week, key: str, plate: str = "") -> None:
    item = week.run.model.actions.get(key)
    if item is None or not actions.belongs(week.run, item) or actions.reason_against(week.run, item):
        return
    try:
        week.do(Act(key, plate=plate))
    except NotNow:
        return


def _decide(week: Week, share: float) -> None:
    """A safe choice with this chance, else one of the others."""
    state = week.state
    if not state.open_situation:
        return
    situation = week.run.book.situations[state.open_situation]
    choices = situation.choices
    _ask(week, situation, share)
    is_safe = _chance(week, f"decide{state.open_situation}") < share
    fitting = [choice for choice in choices if choice.is_safe == is_safe] or list(choices)
    week.do(Decide(fitting[int(_chance(week, "choice") * len(fitting))].key))


def _ask(week: Week, situation: Situation, share: float) -> None:
    """Finds out before deciding; where she says it plainly, one question in two of the second ones is left unasked."""
    for place, question in enumerate(situation.questions[:MOST_ASKED]):
        is_enough = week.state.difficulty == 1 and place > 0 and _chance(week, "plain") < 0.5
        if not is_enough and question.key not in week.state.questions and _chance(week, f"ask{question.key}") < share:
            week.do(Ask(question.key))


def _report_signs(week: Week, share: float) -> None:
    """Report what is open, with this chance a stop."""
    episodes = signs.open_episodes(week.run)
    if not episodes or _chance(week, "tell") >= share or week.state.away_until >= week.state.day:
        return
    symptoms = [item.symptom for item in episodes if item.symptom != "pair"]
    is_vital = any(item.flag == "vital" for item in episodes)
    person = "samu" if is_vital else "team" if week.state.slot in ("morning", "noon") else "on_call"
    week.do(Dial(tuple(symptoms), person))
    finish_call(week)


def _tablets(week: Week, share: float) -> None:
    dose = doses.due(week.run)
    if dose and not week.state.call and not week.state.open_situation and _chance(week, f"dose{dose.slot}") < share:
        _act(week, "take_dose")


def _write(week: Week) -> None:
    if weekly_report.is_open(week.run) and week.state.slot in ("evening", "night"):
        week.do(WriteReport(weekly_report.true_grades(week.run)))
