"""Each act is answered by one line: how it went follows from what is felt now, not from merit."""

from courses.model.game_numbers import Action
from game.core.patient import fever, signs
from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import bank

FULL_FROM = 90
"""Points of a gauge from which an act has little left to give it."""


def answer(run: Run, action: Action, gauges_before: dict[str, int]) -> None:
    """Say the line. gauges_before: as they stood before the act."""
    state = run.state
    if action.needs == "eve":
        _answer_help(run, action.key)
        return
    how = how_it_went(run, action, gauges_before)
    look = state.character.get("look", "")
    banks = [f"thread.{look}.act.{action.key}.{how}", f"thread.act.{action.key}.{how}", f"thread.any.{how}"]
    if how == "grave":
        banks = ["thread.any.grave"]
    elif action.key == "own_rest":
        banks = banks[1:2]  # of the relative who plays, not of the person
    elif how != "late":
        banks.append("thread.any.little")
    key = bank.pick(run, banks)
    if key:
        values = {"reading": state.reading} if state.reading is not None else {}
        bank.add_remark(run, Remark(state.day, state.slot, "act", "self", how, key, values))


def _answer_help(run: Run, key: str) -> None:
    """What the person says of a help with tomorrow's wish, in words of their own."""
    text = f"wish.{run.state.character.get('look', '')}.help.{key}"
    if run.book.has_text("fr", text):
        bank.add_remark(run, Remark(run.state.day, run.state.slot, "act", "self", "helped", text, {}))


def how_it_went(run: Run, action: Action, gauges_before: dict[str, int]) -> str:
    """helped: it answers what is felt today or lifts a gauge; little: nothing to ease; late: no longer enough; grave: a red sign waits."""
    if action.key in OWN:
        return OWN[action.key](run)
    open_signs = signs.open_episodes(run)
    symptoms = {*action.onset, *action.worsen, *action.improve}
    if symptoms & {episode.symptom for episode in open_signs}:
        return "late"
    if any(signs.RANK[episode.flag] >= signs.RANK["red"] for episode in open_signs):
        return "grave"
    is_felt = any(run.state.grades.get(symptom, 0) for symptom in symptoms)
    lifts = any(points > 0 and gauges_before.get(gauge, 50) < FULL_FROM for gauge, points in action.gauges.items())
    return "helped" if is_felt or lifts else "little"


def _of_measuring(run: Run) -> str:
    if fever.meaning(run) == "call":
        return "late"
    return "little" if fever.is_ill(run) or any(grade >= 2 for grade in run.state.grades.values()) else "helped"


def _of_hands(run: Run) -> str:
    """It matters most around the day when white cells are lowest."""
    is_near = abs(run.state.day - run.regimen.nadir_day) <= run.model.infection.nadir_width_days
    return "grave" if _waits(run) else "helped" if is_near and run.regimen.nadir_depth > 0 else "little"


def _of_dose(run: Run) -> str:
    dose = next((item for item in reversed(run.state.doses) if item.manner in ("ok", "late")), None)
    return "little" if dose is not None and dose.manner == "late" else "helped"


def _of_skipping(run: Run) -> str:
    return "late" if signs.missed_doses(run) >= 2 else "little"


def _of_doubling(_: Run) -> str:
    return "late"


def _of_asking(run: Run) -> str:
    return "helped" if any(notice.text == "notice.pharmacist_helped" for notice in run.state.notices) else "little"


def _of_paracetamol(run: Run) -> str:
    if fever.is_ill(run) or not run.state.readings:
        return "late"
    return "helped" if run.state.grades.get("pain", 0) else "little"


def _waits(run: Run) -> bool:
    return any(signs.RANK[episode.flag] >= signs.RANK["red"] for episode in signs.open_episodes(run))


OWN = {
    "measure_temp": _of_measuring,
    "hand_hygiene": _of_hands,
    "take_dose": _of_dose,
    "skip_dose": _of_skipping,
    "double_dose": _of_doubling,
    "ask_pharmacist": _of_asking,
    "paracetamol": _of_paracetamol,
}
"""Acts that are judged by more than the symptoms they ease."""
