"""Each decision is spoken of again two to four days later, by whoever remembers it."""

from game.core.patient import signs
from game.core.state.rows import DueRecall, Remark
from game.core.state.run import Run
from game.core.thread import bank

SPEAKERS = ("self", "relative", "nurse", "pharmacist")
SOONEST, SPREAD = 2, 3
"""Days: two, three or four."""
MOST_A_DAY = 2


def plan(run: Run, situation: str, choice: str) -> None:
    """Somebody will speak of this decision."""
    state = run.state
    days = SOONEST + int(SPREAD * run.draw(situation, "recall"))
    state.recalls.append(DueRecall(state.day + days, situation, choice))


def speak(run: Run) -> None:
    """At the opening of a moment: at most one, two a day, and none while an urgent sign waits."""
    state = run.state
    due = next((item for item in state.recalls if item.day <= state.day), None)
    if due is None or any(signs.RANK[episode.flag] >= signs.RANK["red"] for episode in signs.open_episodes(run)):
        return
    if sum(remark.kind == "recall" and remark.day == state.day for remark in state.thread) >= MOST_A_DAY:
        return
    state.recalls.remove(due)
    line = of_decision(run, due)
    if line is not None:
        bank.add_remark(run, line)


def of_decision(run: Run, due: DueRecall) -> Remark | None:
    """The line of a decision; None when the book has none. A relative who plays does not write to herself."""
    for speaker in SPEAKERS:
        key = f"recall_line.{due.situation}.{due.choice}.{speaker}"
        if run.book.has_text("fr", key):
            who = "self" if speaker == "relative" and run.state.role == "caregiver" else speaker
            return Remark(run.state.day, run.state.slot, "recall", who, "", key, {})
    return None
