"""The wish of the relative who plays, beside the one of the person: an hour of their own, told early and come to at the week's end.

It follows from their own strength and from the hours they took, never from the person's health: nobody's illness is the reason of a loss.
"""

from game.core.state.commands import Act
from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import bank, wishes

TELLING, DAY = 2, 6
"""Days after the first of the week."""
RELAY = "own_rest"
"""The act by which the relative takes an hour and asks somebody to stay."""


def speak(run: Run) -> None:
    """At the opening of a moment, in a week of the relative: the wish is told, and what became of it on its day."""
    state = run.state
    if state.role != "caregiver" or state.had_own_wish or not wishes.is_told_this_week(run):
        return
    look, day = state.character.get("look", ""), state.day - state.first_day
    if not run.book.has_text("fr", f"wish.own.{look}.told"):
        return
    if day == DAY and not state.own_wish:
        state.own_wish = outcome(run)
    step = state.own_wish if day >= DAY else "told" if day >= TELLING else ""
    key = f"wish.own.{look}.{step}"
    if step and not wishes.waits(run) and not any(remark.text == key for remark in state.thread):
        bank.add_remark(run, Remark(state.day, state.slot, "own_wish", "you", "", key, {}))


def outcome(run: Run) -> str:
    """chance, kept or smaller."""
    state = run.state
    if run.draw(f"{state.week}", "own wish") < wishes.CHANCE:
        return "chance"
    hours = sum(isinstance(entry.command, Act) and entry.command.action == RELAY for entry in state.log)
    strength = state.gauges.get("own_energy", 100)
    return "kept" if hours >= 2 or (hours and strength >= run.model.body.low_below) or strength >= run.model.body.good_from else "smaller"
