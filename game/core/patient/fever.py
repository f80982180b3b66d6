"""Temperature: what is true, what the thermometer shows, and what the site's rule makes of it."""

from courses.model.game_numbers import SLOTS
from courses.model.rules import Reading
from game.core.state.events import TemperatureMeasured
from game.core.state.run import Run


def is_ill(run: Run) -> bool:
    """Whether an infection is felt in this slot."""
    state = run.state
    if state.infection != "active" or state.day < state.infection_day:
        return False
    return state.day > state.infection_day or SLOTS.index(state.slot) >= SLOTS.index(state.infection_slot)


def has_shivers(run: Run) -> bool:
    return run.state.has_shivers_only and is_ill(run)


def true_temperature(run: Run) -> float:
    """°C, to one decimal, now."""
    numbers, state = run.model.infection, run.state
    if is_ill(run) and not state.has_shivers_only:
        days = state.day - state.infection_day
        return round(min(numbers.fever_cap, state.infection_temperature + numbers.rise_per_day * days), 1)
    return round(numbers.normal_from + numbers.normal_spread * run.draw(state.slot, "normal"), 1)


def an_hour_later(run: Run, first: float) -> float:
    """The second reading: a borderline fever may be gone, any other stays."""
    numbers = run.model.infection
    is_borderline = first < numbers.fever_from + 0.1 and run.state.day == run.state.infection_day
    if is_ill(run) and is_borderline and run.draw("infection", "held") >= numbers.held_share:
        return round(first - 0.3, 1)
    return first


def is_fever(run: Run) -> bool:
    """Whether somebody who measured now, and again when the rule asks for it, would be told to call."""
    if not is_ill(run) or run.state.has_shivers_only:
        return False
    first = true_temperature(run)
    readings = [Reading(first, float(run.hour))]
    if run.rule.needs_second_reading(readings):
        readings.append(Reading(an_hour_later(run, first), float(run.hour + 1)))
    return run.rule.is_call_now(readings)


def measure(run: Run) -> float:
    """Look at the thermometer; a second look in the same slot is an hour later. Gives °C as shown."""
    state = run.state
    earlier = [hour for hour, _ in state.readings if run.hour <= hour < run.hour + 5]
    true = true_temperature(run)
    reading = an_hour_later(run, true) if earlier else true
    is_masked = state.masked_day == state.day and is_ill(run)
    if is_masked:
        reading = round(reading - run.model.infection.masked_by, 1)
    hour = float(run.hour + len(earlier))
    state.readings.append([hour, reading])
    state.reading = reading
    run.emit(TemperatureMeasured, shown=reading, meaning=meaning(run), is_masked=is_masked)
    return reading


def meaning(run: Run) -> str:
    """call, second or none: what today's readings mean by the site's rule."""
    return run.rule.meaning([Reading(degrees, hour) for hour, degrees in run.state.readings])
