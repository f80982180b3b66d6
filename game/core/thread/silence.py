"""Silence is an answer too: after a day on which nothing at all was done or told, the relative writes in the morning."""

from game.core.patient import signs
from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import bank


def speak(run: Run) -> None:
    """At the opening of a morning at home, in the patient's own weeks; not while an urgent sign waits, which nobody reads of by message."""
    state = run.state
    is_first = state.day <= state.first_day
    if state.slot != "morning" or is_first or state.role == "caregiver" or state.away_until or run.plan.is_quiet:
        return
    if state.log and state.log[-1].day == state.day - 1:  # the log is in order, and this morning nothing was done yet
        return
    was_away = any(past.kind in ("away", "home") and past.day == state.day - 1 for past in state.story)
    if was_away or any(signs.RANK[one.flag] >= signs.RANK["red"] for one in signs.open_episodes(run)):
        return
    said = {remark.text for remark in state.thread}
    if any(key not in said for key in run.book.bank("thread.silence")):
        key = bank.pick(run, ["thread.silence"])
        bank.add_remark(run, Remark(state.day, state.slot, "silence", "relative", "", key, {}))
