"""What a picture shows and what was done today, in sentences: no decision hangs on a drawing alone."""

from collections.abc import Sequence

from courses.model.game_numbers import SLOT_HOURS, SLOTS
from game.core.state.run import Run
from game.core.views.expressions import line
from game.core.views.view import Line

TOLD_BY_FACTS = ("measure_temp",)
"""Actions whose result stands among the facts; "already done" need not name them again."""
WITHOUT_WORDS = ("thermometer-wide",)
"""Objects whose drawing is told by another sentence: the thermometer by its reading."""


def moment_of(hour: float) -> tuple[int, str]:
    """Day of the cycle and slot that an hour of the game lies in; the night belongs to the day before midnight."""
    day = 1 + int((hour - SLOT_HOURS["morning"]) // 24)
    within = hour - 24 * (day - 1)
    return day, [slot for slot in SLOTS if SLOT_HOURS[slot] <= within][-1]


def picture(run: Run, *, room: str, posture: str, face: str, people: Sequence[str], objects: Sequence[str]) -> tuple[Line, ...]:
    """The text alternative of the scene: the place, the person, who else is there, what lies there, what the thermometer shows."""
    slot = f"@slot.{run.state.slot}"
    scene = line(run, "alt.scene", room=f"@room.{room}", slot=slot, posture=f"@posture.{posture}", face=f"@face.{face}")
    others = [line(run, f"alt.people.{who}") for who in people]
    things = [line(run, f"alt.object.{thing}") for thing in objects if thing not in WITHOUT_WORDS]
    hair = [line(run, f"alt.hair.{run.state.hair}")] if run.state.hair else []
    return (scene, *hair, *others, *things, *_reading(run))


def facts(run: Run) -> tuple[Line, ...]:
    """The reading on show, the day's earlier readings, what was already told, and calls about a doubt."""
    state = run.state
    earlier = state.readings[:-1] if state.reading is not None else state.readings
    readings = [line(run, "fact.earlier", slot=f"@slot.{moment_of(hour)[1]}", temperature=float(degrees)) for hour, degrees in earlier]
    reports = [line(run, "fact.told", sign=f"@sign.{symptom}.short") for symptom in state.reported if symptom != "pair"]
    questions = [
        line(run, "debrief.day.asked", slot=f"@slot_start.{past.slot}")
        for past in state.story
        if past.kind == "asked" and past.day == state.day
    ]
    return (*_reading(run), *readings, *reports, *questions)


def _reading(run: Run) -> tuple[Line, ...]:
    reading = run.state.reading
    return () if reading is None else (line(run, "fact.reading", temperature=float(reading)),)
