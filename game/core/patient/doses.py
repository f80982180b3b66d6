"""Tablets: what is due, what was done with it, and what counts as regular."""

from game.core.state.events import DoseHeld, DoseSkipped, DoseTaken
from game.core.state.run import Run
from game.core.state.week_state import Dose

MISSED = ("forgotten", "chosen")


def offer(run: Run) -> None:
    """At the start of a slot: a dose becomes due, or is held when the team asked for it."""
    tablets, state = run.regimen.tablets, run.state
    if not tablets or state.slot not in tablets.slots or not tablets.first_day <= state.day <= tablets.last_day:
        return
    dose = Dose(f"{state.cycle}-{state.day}-{state.slot}", state.day, state.slot, run.hour)
    state.doses.append(dose)
    if state.held_until >= state.day or state.away_until >= state.day:
        hold(run, dose, on_advice=True)


def due(run: Run) -> Dose | None:
    """The oldest dose of today that waits, if one does."""
    return next((dose for dose in run.state.doses if dose.manner == "due" and dose.day == run.state.day), None)


def last_missed(run: Run) -> Dose | None:
    """A dose missed since yesterday: the moment when doubling tempts."""
    recent = [dose for dose in run.state.doses if dose.day >= run.state.day - 1 and dose.slot != run.state.slot]
    return next((dose for dose in recent if dose.manner in MISSED), None)


def take(run: Run, dose: Dose, manner: str = "") -> None:
    """manner: ok or late (decided by the slot when empty), or doubled: two at once, which covers nothing."""
    dose.manner = manner or ("ok" if dose.slot == run.state.slot else "late")
    dose.is_covered = dose.manner in ("ok", "late")
    run.emit(DoseTaken, dose=dose.key, due_hour=dose.hour, manner=dose.manner, is_covered=dose.is_covered)


def skip(run: Run, dose: Dose, manner: str) -> None:
    """manner: forgotten, chosen, or vomited (reported and not taken again: covered)."""
    dose.manner, dose.is_covered = manner, manner == "vomited"
    run.emit(DoseSkipped, dose=dose.key, due_hour=dose.hour, manner=manner, is_covered=dose.is_covered)


def hold(run: Run, dose: Dose, *, on_advice: bool) -> None:
    dose.manner = "held" if on_advice else "held_alone"
    run.emit(DoseHeld, dose=dose.key, due_hour=dose.hour, on_advice=on_advice)


def close_day(run: Run) -> None:
    """What still waits at the end of a day was forgotten."""
    for dose in run.state.doses:
        if dose.manner == "due" and dose.day <= run.state.day:
            skip(run, dose, "forgotten")
            run.add_to_story("missed", "dose")
