"""Which situation comes when: what the learner knows least and needs most, spread over the week, none twice in a cycle."""

from courses.model.game import Situation
from courses.model.game_numbers import SLOTS
from game.core.day import hospital_days
from game.core.patient import fever, signs, skills
from game.core.state.chance import draw
from game.core.state.events import SituationOpened
from game.core.state.rows import PlannedSituation
from game.core.state.run import Run

LEAST_TASTE, SPREAD_OF_TASTE = 0.4, 1.2
"""Of the factor that the seed's liking puts on a score."""


def plan_days(run: Run) -> None:
    """At the start of a week: the days that will bring a situation. Days with something scripted keep free for it."""
    state, plan = run.state, run.plan
    count = plan.situations.get(state.length, run.model.director.per_week[state.length])
    scripted_days = {item.day for item in plan.script if item.kind != "symptom"}
    days = [day for day in range(state.first_day, state.last_day + 1) if day not in scripted_days]
    days.sort(key=lambda day: draw(state.seed, state.cycle, day, "director", f"day{state.week}"))
    state.planned = [PlannedSituation(day) for day in sorted(days[:count])]


def choose_for_today(run: Run) -> None:
    """In the morning of a planned day: choose the situation and its slot."""
    state = run.state
    if state.away_until >= state.day:
        _keep_for_home(run)
        return
    for entry in state.planned:
        if entry.day == state.day and not entry.situation:
            situation = best(run)
            if situation is None:
                continue
            slots = [slot for slot in SLOTS if slot in situation.slots]
            entry.slot = slots[int(run.draw(situation.key, "slot") * len(slots))]
            entry.situation = situation.key


def _keep_for_home(run: Run) -> None:
    """What was planned for a day in hospital gives way to the scene of that morning; without one it waits for a free day at home."""
    state = run.state
    if hospital_days.scene(run) is not None:
        state.planned = [entry for entry in state.planned if entry.day != state.day]
        return
    for entry in state.planned:
        if entry.day == state.day:
            days_taken = {other.day for other in state.planned}
            free_days = [day for day in range(state.away_until + 1, state.last_day + 1) if day not in days_taken]
            entry.day = free_days[0] if free_days else state.last_day + 1


def best(run: Run) -> Situation | None:
    """The fitting situation with the highest (1 - known) x relevance x recency, shaken a little by the seed."""
    state, numbers = run.state, run.model.director
    relevance = numbers.relevance[run.regimen.kind]
    best_score, best_situation = 0.0, None
    past_keys = {*state.seen_cycle, *(entry.situation for entry in state.planned)}
    needs: dict[str, float] = {}
    room: dict[str, bool] = {}  # by alert: asked once a morning
    for situation in run.candidates:
        if situation.key in past_keys or not situation.days[0] <= state.day <= situation.days[1]:
            continue
        if situation.alert and situation.alert not in room:
            room[situation.alert] = _has_room(run, situation.alert)
        if not room.get(situation.alert, True) or not signs.holds(run, situation.needs):
            continue
        score = 0.0
        for skill in situation.skills:
            if skill not in needs:
                since = 1 + skills.days_since(run, skill, numbers.spacing_days) / numbers.spacing_days
                weight = 1.5 if skill in run.plan.skills else 1.0
                needs[skill] = (1 - skills.mastery_of(run, skill)) * relevance.get(skill, 0.3) * since * weight
            score = max(score, needs[skill])
        if score * (LEAST_TASTE + SPREAD_OF_TASTE) <= best_score:  # no liking of the seed could lift it
            continue
        score *= LEAST_TASTE + SPREAD_OF_TASTE * _taste(run, situation.key)
        if score > best_score:
            best_score, best_situation = score, situation
    return best_situation


def _taste(run: Run, key: str) -> float:
    """The seed's liking for a situation this week; asked once."""
    state = run.state
    if key not in run.tastes:
        run.tastes[key] = draw(state.seed, state.cycle, state.week, key, "taste")
    return run.tastes[key]


def open_if_due(run: Run) -> None:
    """At the start of a slot: open the scripted or planned situation, unless she is away or a red sign waits."""
    state = run.state
    if state.open_situation or state.away_until >= state.day:
        return
    script_keys = [item.value for item in run.plan.script if item.kind == "situation" and (item.day, item.slot) == (state.day, state.slot)]
    plan_keys = [entry.situation for entry in state.planned if (entry.day, entry.slot) == (state.day, state.slot)]
    for key in (*script_keys, *plan_keys):
        if key in run.book.situations and key not in state.seen:
            if key in plan_keys and _must_wait(run, run.book.situations[key]):
                _postpone(run, key)
            else:
                open_situation(run, run.book.situations[key])
            return


def open_situation(run: Run, situation: Situation) -> None:
    """Show it, and let the sign it brings begin."""
    state = run.state
    state.open_situation = situation.key
    state.seen.append(situation.key)
    state.seen_cycle.append(situation.key)
    state.hints_asked, state.questions, state.is_card_beside = 0, [], False
    state.is_hint_shown = state.difficulty == 1 or skills.needs_support(run, situation.skills)
    run.emit(SituationOpened, situation=situation.key, situation_version=situation.version)
    if situation.alert:
        alert = signs.alert_of(run, situation.alert)
        for symptom, grade in alert.when.grades.items():
            state.grades[symptom] = max(grade, state.grades.get(symptom, 0))
        signs.present(run, alert)


def _is_recovering(run: Run) -> bool:
    """The day of a red sign and the day after: nothing is added to it."""
    return any(signs.RANK[item.flag] >= 2 and item.day >= run.state.day - 1 for item in run.state.episodes)


def _must_wait(run: Run, situation: Situation) -> bool:
    """A red sign comes first, and nobody is asked about tablets that the team holds."""
    if any(signs.RANK[item.flag] >= 2 for item in signs.open_episodes(run)) or (situation.alert and _is_recovering(run)):
        return True
    return "tablets" in situation.about and run.state.held_until >= run.state.day


def _postpone(run: Run, key: str) -> None:
    for entry in run.state.planned:
        if entry.situation == key:
            entry.day, entry.slot = entry.day + 1, "noon"


def _has_room(run: Run, alert: str) -> bool:
    """The director adds few red and amber signs to a week, and none on top of an open red or an illness."""
    numbers, plan = run.model.director, run.plan
    if _is_recovering(run):
        return False
    flag = signs.alert_of(run, alert).flag
    alerts = [run.book.situations[key].alert for key in run.state.seen if key in run.book.situations]
    flags = [signs.alert_of(run, key).flag for key in alerts if key]
    reds = sum(item.kind == "infection" for item in plan.script) + sum(signs.RANK[item] >= 2 for item in flags)
    if signs.RANK[flag] >= 2:
        return reds < numbers.most_red and not fever.is_ill(run) and run.state.help_until < run.state.day
    return flags.count("amber") < numbers.most_amber
