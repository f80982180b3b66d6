"""A night passes: symptoms come, move and ease, gauges follow, by chance that the day's actions shift."""

from math import exp

from courses.model.game_numbers import Action
from game.core.state.chance import pick
from game.core.state.rows import RisingSymptom
from game.core.state.run import Run

SUPPORTIVE = ("walk", "talk")


class Factors:
    """What yesterday's actions change tonight."""

    __slots__ = ("improve", "infection", "onset", "worsen")

    def __init__(self) -> None:
        self.onset: dict[str, float] = {}
        self.worsen: dict[str, float] = {}
        self.improve: dict[str, float] = {}
        self.infection = 1.0

    def add(self, action: Action) -> None:
        for symptom, factor in action.onset.items():
            self.onset[symptom] = self.onset.get(symptom, 1.0) * factor
        for symptom, factor in action.worsen.items():
            self.worsen[symptom] = self.worsen.get(symptom, 1.0) * factor
        for symptom, share in action.improve.items():
            self.improve[symptom] = self.improve.get(symptom, 0.0) + share
        self.infection *= action.infection


def factors(run: Run) -> Factors:
    """Of the actions done yesterday; doing one twice counts once."""
    sum_of_actions = Factors()
    state = run.state
    for key in dict.fromkeys(state.done_before):
        action = run.model.actions.get(key)
        if action:
            sum_of_actions.add(action)
    for extra in (state.extra_improve, state.steady):
        for symptom, share in extra.items():
            sum_of_actions.improve[symptom] = sum_of_actions.improve.get(symptom, 0.0) + share
    sum_of_actions.infection *= state.extra_infection
    return sum_of_actions


def pass_night(run: Run) -> None:
    """Move the body from yesterday to the morning of state.day. state.done_before holds what was done."""
    night_factors = factors(run)
    _gauges(run)
    if run.plan.is_quiet:
        _ease_quietly(run, night_factors)
    else:
        for symptom in run.model.symptoms:
            _move(run, symptom, night_factors)
        _catch(run, night_factors.infection)
    state = run.state
    _change_looks(run)
    state.extra_improve, state.extra_infection = {}, 1.0


def _change_looks(run: Run) -> None:
    """Hair that was to fall has fallen, whatever was decided; after some days of hardly eating, clothes hang loose."""
    state, days = run.state, run.regimen.hair_days
    if days and state.day >= days[0] + (days[1] - days[0]) // 2 + 1 and not state.hair:
        state.hair = "cap"
    state.is_thin = state.is_thin or state.running.get("appetite", 0) >= run.model.body.thin_after_days


def show_rising(run: Run) -> None:
    """Let what was to be felt in this slot be felt."""
    state = run.state
    if not state.rising:
        return
    later = []
    for item in state.rising:
        if item.slot == state.slot:
            state.grades[item.symptom] = max(item.grade, state.grades.get(item.symptom, 0))
        else:
            later.append(item)
    state.rising = later


def _move(run: Run, symptom: str, night_factors: Factors) -> None:
    """One symptom, one night: onset when absent; else improve, worsen or stay (game-design 3)."""
    state, model = run.state, run.model
    grade = state.grades.get(symptom, 0)
    shape, total, peak, chance_to_be_spared = run.courses[symptom]
    weight = shape[min(state.day, len(shape)) - 1]
    dynamics = model.dynamics[symptom]
    if grade == 0:
        if chance_to_be_spared is None or not weight:
            return
        hazard = 1 - chance_to_be_spared ** (weight / total)
        if run.draw(symptom, "onset") < hazard * night_factors.onset.get(symptom, 1.0):
            _rise(run, symptom, 2 if run.draw(symptom, "start") < dynamics.starts_at_two else 1)
        return
    is_helped = state.help_until >= state.day and grade >= 2
    improve = dynamics.improve + night_factors.improve.get(symptom, 0.0) + (model.help.improve if is_helped else 0.0)
    worsen = dynamics.worsen * weight / peak * night_factors.worsen.get(symptom, 1.0) * (model.help.worsen if is_helped else 1.0)
    if state.double_until >= state.day:
        worsen *= model.help.double_dose_worsen
    u = run.draw(symptom, "move")
    if u < improve:
        state.grades[symptom] = grade - 1
    elif u > 1 - worsen and grade < 3:
        _rise(run, symptom, grade + 1)
    _count_running(run, symptom)


def _rise(run: Run, symptom: str, grade: int) -> None:
    run.state.rising.append(RisingSymptom(pick(run.model.rise_slots, run.draw(symptom, "slot")), symptom, grade))


def _count_running(run: Run, symptom: str) -> None:
    state = run.state
    if state.grades.get(symptom, 0) >= 2:
        state.running[symptom] = state.running.get(symptom, 1) + 1
    else:
        state.running.pop(symptom, None)


def _ease_quietly(run: Run, night_factors: Factors) -> None:
    """In a quiet week nothing comes by chance; what was helped or cared for eases by one step."""
    state = run.state
    for symptom, grade in state.grades.items():
        if grade and (night_factors.improve.get(symptom) or state.help_until >= state.day):
            state.grades[symptom] = grade - 1


def _catch(run: Run, hygiene: float) -> None:
    """Perhaps an infection begins today: its slot and first temperature are drawn with it."""
    state, numbers = run.state, run.model.infection
    if state.infection != "none" or state.away_until >= state.day:
        return
    distance = (state.day - run.regimen.nadir_day) ** 2 / (2 * numbers.nadir_width_days**2)
    cells = 1 - run.regimen.nadir_depth * exp(-distance)
    lack = max(0.0, (numbers.neutrophil_threshold - cells) / numbers.neutrophil_threshold)
    mouth = numbers.mucositis_factor if state.grades.get("mucositis", 0) >= 2 else 1.0
    if run.draw("infection", "onset") >= numbers.base_per_day + numbers.most_per_day * lack * hygiene * mouth:
        return
    is_borderline = run.draw("infection", "borderline") < numbers.borderline_share
    u = run.draw("infection", "temperature")
    first = numbers.borderline_from + numbers.borderline_spread * u if is_borderline else numbers.fever_from + numbers.fever_spread * u
    begin_infection(run, pick(numbers.slot_weights, run.draw("infection", "slot")), round(first, 1))
    state.has_shivers_only = run.draw("infection", "shivers") < numbers.shivers_without_fever_share


def begin_infection(run: Run, slot: str, temperature: float) -> None:
    state = run.state
    state.infection, state.infection_day, state.infection_slot = "active", state.day, slot
    state.infection_temperature = temperature
    state.has_shivers_only = False


def _gauges(run: Run) -> None:
    """Energy, water, wellbeing and a relative's own energy after one day."""
    state, body = run.state, run.model.body
    grades = state.grades
    others = sum(1 for symptom, grade in grades.items() if grade >= 2 and symptom != "fatigue")
    aim = body.energy_aim - body.energy_per_fatigue * grades.get("fatigue", 0) - body.energy_per_other_grade_two * others
    run.gauge("energy", round(body.energy_drift * (aim - state.gauges.get("energy", 50))))
    loss = body.water_lost
    loss += body.water_lost_diarrhoea if grades.get("diarrhoea", 0) >= 2 else 0
    loss += body.water_lost_nausea if grades.get("nausea", 0) >= 2 else 0
    run.gauge("water", -loss)
    supportive = sum(1 for key in SUPPORTIVE if key in state.done_before)
    aim = 100 - body.wellbeing_per_grade * sum(grades.values()) + 4 * supportive
    run.gauge("wellbeing", round(body.wellbeing_drift * (aim - state.gauges.get("wellbeing", 60))))
    if state.role == "caregiver":
        run.gauge("own_energy", body.own_energy_back - body.own_energy_per_day)
