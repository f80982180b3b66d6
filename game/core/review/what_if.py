"""And if? The week's turning point, and the same luck with one other choice there."""

from game.core.patient import signs
from game.core.review.debrief_view import WhatIf
from game.core.review.replay import Change, Outcome, outcome, replay
from game.core.state.run import Run
from game.core.views.expressions import line

CLEARLY = 0.015  # of comfort: less than this is told as "much the same"


def what_if(run: Run) -> WhatIf | None:
    """None when nothing turned: no sign and no decision that another choice would have changed."""
    change = turning_point(run)
    if change is None:
        return None
    other, now = replay(run, change), outcome(run)
    sign = f"@sign.{signs.alert_of(run, change.key).symptom}.short" if change.kind != "choose" else ""
    base = f"situation.{change.key}"
    title, choice = (f"@{base}.title", f"@{base}.choice.{change.choice}.label") if change.kind == "choose" else ("", "")
    question = line(run, f"what_if.{change.kind}", sign=sign, title=title, choice=choice, slot=f"@slot.{change.slot}", day=change.day)
    answer, icon = _answer(change, other, now)
    return WhatIf(question, line(run, f"what_if.answer.{answer}", day=other.home_day, sign=sign), icon)


def turning_point(run: Run) -> Change | None:
    """A red not told in its slot; else an unsafe choice; else an amber told late; else a red told well, to see what waiting does."""
    state = run.state
    late = [item for item in state.episodes if item.q < 1.0 and item.closed_by not in ("", "eased") and item.symptom != "pair"]
    late.sort(key=lambda item: (-signs.RANK[item.flag], item.q))
    if late and signs.RANK[late[0].flag] >= 2:
        return Change("report", late[0].day, late[0].slot, late[0].alert)
    for past in state.story:
        situation = run.book.situations.get(past.key) if past.kind == "decision" else None
        if situation and situation.choice(past.detail).is_unsafe:
            better = next(choice.key for choice in situation.choices if choice.is_safe)
            return Change("choose", past.day, past.slot, situation.key, better)
    if late:
        return Change("report", late[0].day, late[0].slot, late[0].alert)
    episodes = [item for item in state.episodes if signs.RANK[item.flag] >= 2 and item.q >= 1.0 and item.symptom != "pair"]
    return Change("wait", episodes[0].day, episodes[0].slot, episodes[0].alert) if episodes else None


def _answer(change: Change, other: Outcome, now: Outcome) -> tuple[str, str]:
    """Which sentence tells the difference, and its icon: better, same or harder."""
    if change.kind == "wait":
        return ("net", "harder") if other.was_net else ("harder", "harder") if other.comfort < now.comfort else ("same_wait", "same")
    if other.home_day and (not now.home_day or other.home_day < now.home_day):
        return "home_earlier", "better"
    if now.was_net and not other.was_net:
        return "no_net", "better"
    if other.comfort > now.comfort + CLEARLY:
        return "easier", "better"
    return ("known", "same") if change.kind == "report" else ("same", "same")
