"""What can be done now, what it costs, why not, and what doing it brings at once."""

from courses.model.game_numbers import Action
from game.core.errors import NotNow, Unknown
from game.core.patient import doses, effects, fever, signs, skills
from game.core.state.events import ActionDone, CallMade
from game.core.state.run import Run
from game.core.state.week_state import Call
from game.core.thread import act_replies, unread, wishes


def moments(run: Run) -> int:
    """How many actions that cost energy fit in today, all told."""
    numbers, state = run.model.moments, run.state
    tired = state.grades.get("fatigue", 0)
    less = 0
    for grade, points in numbers.less_at_fatigue.items():
        if tired >= grade and points > less:
            less = points
    if state.role == "caregiver" and state.gauges.get("own_energy", 100) < run.model.body.dizzy_below:
        less += 1
    return max(numbers.least, numbers.base - less)


def moments_left(run: Run) -> int:
    return max(0, moments(run) - run.state.spent)


def available_actions(run: Run) -> list[Action]:
    """The actions this character has in this slot, available or not."""
    return [action for action in run.model.actions.values() if belongs(run, action)]


def reason_against(run: Run, action: Action) -> str:
    """Why it cannot be done now, as a key of words; empty when it can."""
    state = run.state
    if state.open_situation:
        return "blocked.situation"
    if state.done.count(action.key) >= action.times_a_day:
        return "blocked.done"
    for condition in action.blocked_by:
        if signs.holds(run, condition):
            return "blocked.unwell"
    if action.cost and action.cost > moments_left(run):
        return "blocked.no_moments"
    return ""


def do(run: Run, key: str, plate: str) -> None:
    """One action. Raises Unknown when it is not offered, NotNow when it is blocked."""
    action = run.model.actions.get(key)
    if action is None or not belongs(run, action):
        raise Unknown("action", key, tuple(item.key for item in available_actions(run)))
    reason = reason_against(run, action)
    if reason:
        raise NotNow(key, reason)
    if action.plates and plate not in action.plates:
        raise Unknown("plate", plate, action.plates)
    state = run.state
    state.spent += action.cost
    state.here = key
    gauges_before = dict(state.gauges)
    for gauge, points in action.gauges.items():
        run.gauge(gauge, points)
    SPECIAL.get(key, _plain)(run)
    state.done.append(key)
    if state.call is None:  # to suspend and call is answered by the call itself
        if key == unread.ACT:
            unread.answer(run)
        else:
            act_replies.answer(run, action, gauges_before)
    run.emit(ActionDone, action=key, skill=action.skill)


def belongs(run: Run, action: Action) -> bool:
    """Whether this character has this action in this slot, available or not."""
    state = run.state
    if action.regimens and state.regimen not in action.regimens:
        return False
    if action.roles and state.role not in action.roles:
        return False
    if action.needs == "dose":
        return doses.due(run) is not None
    if action.needs == "missed_dose":
        return doses.due(run) is not None and doses.last_missed(run) is not None
    if action.needs == "eve":
        return wishes.is_eve(run)
    if action.needs == "antiemetic":
        return run.regimen.antiemetic_days > 0 and (
            state.day <= run.regimen.antiemetic_days or state.grades.get("nausea", 0) > 0 or "antiemetic" in state.done
        )
    return True


def _plain(run: Run) -> None:
    """Nothing at once: its factors work tonight."""


def _measure(run: Run) -> None:
    fever.measure(run)
    if fever.is_ill(run):
        skills.practise(run, ("K01",), run.state.masked_day != run.state.day, choices=2)


def _paracetamol(run: Run) -> None:
    """Before measuring it hides a fever; the decision is remembered when there was one to hide."""
    has_measured = bool(run.state.readings)
    if fever.is_ill(run):
        skills.practise(run, ("K01",), has_measured, choices=2)
    effects.mask(run)
    if not has_measured:
        run.notify(
            "feedback", "notice.paracetamol_first", tone="info", why="notice.paracetamol_why", sources=run.model.notice_sources.paracetamol
        )
        run.add_to_story("masked", "paracetamol", is_key=fever.is_ill(run))


def _take(run: Run) -> None:
    dose = doses.due(run)
    if dose:
        doses.take(run, dose)
        skills.practise(run, ("K17",), True, choices=3)


def _skip(run: Run) -> None:
    dose = doses.due(run)
    if dose:
        doses.skip(run, dose, "chosen")
        skills.practise(run, ("K17",), False, choices=3)
        run.notify("feedback", "notice.dose_skipped", tone="info", sources=run.model.notice_sources.dose)


def _hold(run: Run) -> None:
    """Suspend and call: the phone is in the hand, the team decides."""
    run.state.call = Call("choose", is_hold=True)


def _double(run: Run) -> None:
    effects.double(run)
    skills.practise(run, ("K16",), False, choices=3)
    run.notify("feedback", "notice.dose_doubled", tone="care", sources=run.model.notice_sources.dose)


def _pharmacist(run: Run) -> None:
    """A new product, missed or vomited tablets: the pharmacist's door."""
    state = run.state
    episodes = signs.report(run, run.model.care.pharmacist, "pharmacist")
    if episodes:
        run.emit(CallMade, person="pharmacist", reason="right", signs=tuple(item.symptom for item in episodes), first_words="")
        state.calls += 1
        state.right_reasons += 1
        state.call_days.append(state.day)
    run.notify("team", "notice.pharmacist_helped" if episodes else "notice.pharmacist_listened", tone="good")


def _write(run: Run) -> None:
    """A message to the team: nobody reads it, so no sign is told."""
    run.add_to_story("written", "written")


def _prepare(run: Run) -> None:
    """The two worst symptoms will be talked about: they ease a little better from the next week on."""
    grades = run.state.grades
    worst = sorted((symptom for symptom in grades if grades[symptom]), key=lambda symptom: (-grades[symptom], symptom))[:2]
    run.state.prepared = dict.fromkeys(worst, 0.1)


SPECIAL = {
    "measure_temp": _measure,
    "paracetamol": _paracetamol,
    "take_dose": _take,
    "skip_dose": _skip,
    "hold_and_call": _hold,
    "double_dose": _double,
    "ask_pharmacist": _pharmacist,
    "prepare_questions": _prepare,
    unread.ACT: _write,
}
