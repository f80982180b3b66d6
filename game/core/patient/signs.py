"""Warning signs: which alerts hold now, the episodes they open, and how those end (a report, the net, or easing)."""

from collections.abc import Iterable

from courses.model.game_numbers import Alert, Condition
from game.core.patient import fever
from game.core.state.events import SignEased, SignIgnored, SignPresented, SignReported
from game.core.state.run import Run
from game.core.state.week_state import Episode, State

RANK = {"vital": 3, "red": 2, "amber": 1, "green": 0}


def holds(run: Run, condition: Condition) -> bool:
    """Whether all of it is true now. A condition only a situation can meet never holds by itself."""
    state = run.state
    if condition.only_by_situation or ((condition.fever or condition.shivers) and state.infection != "active"):
        return False
    for symptom, grade in condition.grades.items():
        if state.grades.get(symptom, 0) < grade:
            return False
    for symptom, grade in condition.lasting.items():
        if state.grades.get(symptom, 0) < grade or state.running.get(symptom, 0) < 2:
            return False
    for gauge, value in condition.below.items():
        if state.gauges.get(gauge, 50) >= value:
            return False
    if condition.missed_doses and missed_doses(run) < condition.missed_doses:
        return False
    if condition.shivers and not fever.has_shivers(run):
        return False
    return not condition.fever or fever.is_fever(run)


def missed_doses(run: Run) -> int:
    """Doses of this week that were not taken, and of which nobody was told yet."""
    last_hour = max((item.closed_hour for item in run.state.episodes if item.symptom == "doses" and item.closed_by), default=-1)
    return sum(1 for dose in run.state.doses if dose.manner in ("forgotten", "chosen") and dose.hour > last_hour)


def open_episodes(run: Run) -> list[Episode]:
    return [episode for episode in run.state.episodes if not episode.closed_by]


def alert_of(run: Run, key: str) -> Alert:
    return run.by_key[key]


def update_episodes(run: Run) -> None:
    """Open what holds and was not told yet; let ambers that are gone ease. Cheap when nothing moved."""
    state = run.state
    if state.is_over or state.away_until >= state.day:  # away, others look after her
        return
    seen = _what_counts(run)
    if seen == run.seen:
        return
    strongest = _strongest(run)
    for alert in strongest.values():
        if RANK[alert.flag] > state.reported.get(alert.symptom, 0) or _has_grown(state, alert):
            present(run, alert)
    for symptom in [told for told in state.reported if told not in strongest]:
        if not _is_of_situation(run, symptom):
            del state.reported[symptom]
    for episode in open_episodes(run):
        is_gone = episode.flag == "amber" and episode.symptom not in strongest and episode.day < state.day
        if is_gone and not alert_of(run, episode.alert).when.only_by_situation:
            _ease(run, episode)
    _look_for_pair(run)
    run.seen = seen if seen == _what_counts(run) else None  # what this look itself moved is looked at again


def _has_grown(state: State, alert: Alert) -> bool:
    """Whether a sign that was told is worse now than then and has become another alert, even one of the same urgency."""
    latest = max(
        (one for one in state.episodes if one.symptom == alert.symptom and one.closed_by), key=lambda one: one.closed_hour, default=None
    )
    return latest is not None and latest.alert != alert.key and state.grades.get(alert.symptom, 0) > latest.grade


def _what_counts(run: Run) -> tuple[object, ...]:
    """All that update_episodes() depends on: twice with the same of it finds the same, so the second time may be left out."""
    state = run.state
    slot = state.slot if state.infection == "active" else ""  # only a fever differs from slot to slot while all else stays
    return (
        state.day, slot, state.grades.copy(), state.running.copy(), state.infection,
        [state.gauges.get(gauge, 50) < value for gauge, value in run.lows], state.reported.copy(),
        [episode.closed_by for episode in state.episodes], [dose.manner for dose in state.doses],
    )  # fmt: skip


def _strongest(run: Run) -> dict[str, Alert]:
    """Symptom -> the first alert of the file that holds for it."""
    by_symptom: dict[str, Alert] = {}
    grades, is_ill = run.state.grades, run.state.infection == "active"
    for alert, symptom, only, grade, needs_illness in run.alerts:
        if symptom in by_symptom or (only and grades.get(only, 0) < grade):
            continue
        if only or ((is_ill or not needs_illness) and holds(run, alert.when)):
            by_symptom[symptom] = alert
    return by_symptom


def present(run: Run, alert: Alert) -> None:
    """Open an episode, unless one of that alert is open already."""
    state = run.state
    opened = open_episodes(run)
    if any(episode.symptom == alert.symptom and RANK[episode.flag] >= RANK[alert.flag] for episode in opened):
        return
    key = f"{state.week}-{len(state.episodes) + 1}"
    grade = max(1, state.grades.get(alert.symptom, 1))
    episode = Episode(key, alert.key, alert.symptom, alert.flag, grade, state.day, state.slot, run.hour)
    state.episodes.append(episode)
    run.add_to_story("sign", alert.key, is_key=alert.flag != "amber")
    run.emit(SignPresented, episode=key, alert=alert.key, symptom=alert.symptom, flag=_flag(alert.flag), grade=grade)


def _look_for_pair(run: Run) -> None:
    opened = open_episodes(run)
    if any(RANK[episode.flag] >= 2 for episode in opened):
        return
    physical = {episode.symptom for episode in opened if alert_of(run, episode.alert).is_physical}
    if len(physical) >= 2:
        present(run, alert_of(run, "pair"))


def worth(run: Run, episode: Episode) -> float:
    """What reporting this sign now is worth, 0-1."""
    return run.model.scoring.worth[episode.flag][delay(run, episode)]


def delay(run: Run, episode: Episode) -> str:
    """How late it is now for this sign: slot (its own), day, next or later."""
    days = run.state.day - episode.day
    if days == 0:
        return "slot" if episode.slot == run.state.slot else "day"
    return "next" if days == 1 else "later"


def report(run: Run, symptoms: Iterable[str], person: str) -> list[Episode]:
    """Close the open episodes of these symptoms; the pair closes with the ambers it was made of. Gives what was closed."""
    told = set(symptoms)
    opened = open_episodes(run)
    ambers = {episode.symptom for episode in opened if episode.flag == "amber" and alert_of(run, episode.alert).is_physical}
    closed = [episode for episode in opened if episode.symptom in told or (episode.symptom == "pair" and ambers <= told)]
    for episode in closed:
        _close(run, episode, person, worth(run, episode))
        run.add_to_story("reported", episode.alert, detail=person, is_key=episode.flag != "amber" or episode.q < 1)
        run.emit(
            SignReported,
            **_common(run, episode),
            grade=episode.grade,
            person=person,
        )
    if closed:
        take_over(run, closed)
    return closed


def net(run: Run, episode: Episode) -> None:
    """The relative finds her worse and calls; nobody else watches."""
    _close(run, episode, "net", run.model.scoring.net)
    run.add_to_story("net", episode.alert, is_key=True)
    run.emit(SignIgnored, **_common(run, episode), grade=episode.grade, closed_by="net")
    take_over(run, [episode])
    run.notify("net", "notice.net", tone="care", title="notice.net_title", why="notice.net_why", sign=f"@sign.{episode.symptom}.short")


def cast_net(run: Run) -> None:
    """At the start of a slot: a vital sign by the next slot, a red by the evening of the next day."""
    state = run.state
    for episode in open_episodes(run):
        is_late = state.day > episode.day and state.slot in ("evening", "night")
        if (episode.flag == "vital" and run.hour > episode.hour) or (episode.flag == "red" and is_late):
            net(run, episode)


def close_week(run: Run) -> None:
    """The last evening: the net closes reds, and what is left of ambers ends untold."""
    for episode in open_episodes(run):
        if episode.flag == "amber":
            _close(run, episode, "end", run.model.scoring.net)
            run.emit(SignIgnored, **_common(run, episode), grade=episode.grade, closed_by="end")
        else:
            net(run, episode)


def take_over(run: Run, closed: list[Episode]) -> None:
    """What the team's help changes: symptoms ease for some days, an infection is treated, and a stay in hospital when it is needed."""
    state = run.state
    state.help_until = max(state.help_until, state.day + run.model.help.days)
    alerts = {episode.alert for episode in closed}
    if alerts & set(run.model.care.fluids):
        run.gauge("water", run.model.help.fluids_water)
    if fever.is_ill(run) and any(episode.flag != "amber" for episode in closed):
        state.infection = "treated"
        alerts.add(next((alert.key for alert, symptom, *_ in run.alerts if symptom == "fever"), "fever"))  # by regimen
    if not run.plan.is_quiet:
        _keep_in_hospital(run, alerts, closed)
    if run.regimen.tablets and any(holds(run, rule) for rule in run.regimen.tablets.stop_and_call):
        state.held_until = state.day + run.model.help.days


def _keep_in_hospital(run: Run, alerts: set[str], closed: list[Episode]) -> None:
    """The later an urgent sign was told, the more nights away."""
    state, stay = run.state, run.model.care.stay
    delays = {delay(run, episode) for episode in closed}
    nights = max((stay[alert][late] for alert in alerts & set(stay) for late in delays), default=0)
    if nights:
        state.away_from, state.away_until = state.day, state.day + nights
        state.help_until = max(state.help_until, state.away_until)


def _close(run: Run, episode: Episode, by: str, q: float) -> None:
    episode.closed_by, episode.q, episode.closed_hour = by, q, run.hour
    run.state.reported[episode.symptom] = max(RANK[episode.flag], run.state.reported.get(episode.symptom, 0))


def _ease(run: Run, episode: Episode) -> None:
    _close(run, episode, "eased", run.model.scoring.net)
    run.state.reported.pop(episode.symptom, None)
    run.emit(SignEased, **_common(run, episode))


def _common(run: Run, episode: Episode) -> dict[str, object]:
    return {
        "episode": episode.key,
        "alert": episode.alert,
        "symptom": episode.symptom,
        "flag": _flag(episode.flag),
        "q": episode.q,
        "hours_since_sign": run.hour - episode.hour,
    }


def _flag(flag: str) -> str:
    """Reports know red and amber; a vital sign is a red one that goes to the 15."""
    return "red" if flag == "vital" else flag


def _is_of_situation(run: Run, symptom: str) -> bool:
    return all(alert.when.only_by_situation for alert in run.model.alerts if alert.symptom == symptom)
