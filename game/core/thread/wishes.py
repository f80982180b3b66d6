"""The wish of the person for the week: told early, and what becomes of it follows from where and how she is that day, or from chance alone.

No line ties it to a sign or to how late somebody was told: away, it is kept another way; tired, it is smaller; in some weeks nothing could
have helped.
"""

from game.core.patient import fever, signs
from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import bank

TELLING, EVE, DAY = 1, 4, 5
"""Days after the first of the week."""
CHANCE = 0.045
"""That something outside of anybody's hands prevents it; drawn before any choice. Tuned to a third of an average player's missed wishes."""
HELPS = ("rest", "talk", "adapt_meals", "wish_spare")
"""Acts of the day before that save strength for it."""
LIGHTER, COMPANY = "wish_lighter", "wish_ask"
"""Choices of the day before: plan it smaller, so that less strength is enough; ask somebody, so that a mild sign is not in its way."""
AGAIN = ("away", "chance")
"""What became of a wish that gets another date in the next week."""


def is_eve(run: Run) -> bool:
    """Whether the helps are offered: the day before a wish that is still open. It hangs on no words."""
    state = run.state
    has_wish = state.character.get("look", "") in run.book.looks and not state.had_wish
    return state.day - state.first_day == EVE and has_wish and is_told_this_week(run)


def is_told_this_week(run: Run) -> bool:
    """In whole weeks long enough for it."""
    state = run.state
    return state.last_day - state.first_day + 1 == run.plan.days > DAY and not run.plan.is_quiet


def waits(run: Run) -> bool:
    """Whether an urgent sign is untold: nobody speaks of a wish beside it."""
    return any(signs.RANK[episode.flag] >= signs.RANK["red"] for episode in signs.open_episodes(run))


def speak(run: Run) -> None:
    """At the opening of a moment: the wish is told, recalled the day before, and its day comes. Silent while an urgent sign waits."""
    state = run.state
    day = state.day - state.first_day
    look = state.character.get("look", "")
    if not is_told_this_week(run) or not run.book.has_text("fr", f"wish.{look}.told"):
        return
    if day == DAY and not state.wish:
        state.wish = outcome(run)
    step = state.wish if day >= DAY else "eve" if day == EVE else "told" if day >= TELLING else ""
    key = f"wish.{look}.{step}"
    is_new = bool(step) and not any(remark.text == key for remark in state.thread) and not state.had_wish
    if is_new and not waits(run):
        bank.add_remark(run, Remark(state.day, state.slot, "wish", "self", "", key, {}))


def outcome(run: Run) -> str:
    """chance, away, smaller or kept."""
    state = run.state
    if run.draw(f"{state.week}", "wish") < CHANCE:
        return "chance"
    if state.away_until >= state.day:
        return "away"
    helps = set(state.done_before)
    most_tired = 2 if helps & {*HELPS, LIGHTER} else 1
    is_unwell = fever.is_ill(run) or waits(run) or any(grade >= 3 for grade in state.grades.values())
    is_hindered = is_unwell or (COMPANY not in helps and bool(signs.open_episodes(run)))
    return "smaller" if is_hindered or state.grades.get("fatigue", 0) > most_tired else "kept"
