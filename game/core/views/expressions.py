"""How the character shows how she is: words, face, place and posture. Never a grade."""

from collections.abc import Mapping

from game.core.patient import doses, fever, gauge_levels, signs
from game.core.state.run import Run
from game.core.views.view import Line

HURTS = ("pain", "handfoot", "mucositis", "rash")
ROOM_BY_SLOT = {"morning": "kitchen", "noon": "living", "evening": "living", "night": "bedroom"}
POSTURE_BY_SLOT = {"morning": "stand", "noon": "sit", "evening": "sit", "night": "sit"}
OUTSIDE = ("market", "car", "school")
"""Where nothing of hers lies about; what the thermometer shows is shown everywhere."""
DAYS_AWAY = 5
"""Days in hospital that have words of their own; a longer stay keeps the last."""


def common(run: Run) -> dict[str, object]:
    """Values every text may use. A value that starts with @ is the key of other words, so that nothing here has a language."""
    return names_of(run.state.character)


def names_of(character: Mapping[str, str]) -> dict[str, object]:
    """The values that a character's names and pronoun give to texts."""
    pronoun = character.get("pronoun", "she")
    names: dict[str, object] = {
        "name": character.get("name") or "@character.name",
        "relative": character.get("relative") or "@character.relative",
    }
    for place in ("she", "She", "her", "his", "His", "e", "self", "one"):
        names[place] = f"@pronoun.{pronoun}.{place}"
    return names


def line(run: Run, key: str, **values: object) -> Line:
    """A line of the book, in the caregiver's wording where there is one."""
    own = f"{key}@{run.state.role}"
    return Line(own if run.book.has_text("fr", own) else key, {**common(run), **values})


def face(run: Run) -> str:
    grades = run.state.grades
    if run.state.open_situation:
        return run.book.situations[run.state.open_situation].face
    if run.state.away_until >= run.state.day:
        return "relieved"
    if any(notice.kind == "relief" for notice in run.state.notices):
        return "relieved"
    if fever.is_ill(run) or grades.get("breath", 0) or grades.get("distress", 0) or _has_told_sign(run):
        return "worried"
    if any(grades.get(symptom, 0) >= 2 for symptom in HURTS):
        return "pain"
    if grades.get("nausea", 0):
        return "queasy"
    is_dizzy = run.state.gauges.get("water", 50) < run.model.body.dizzy_below
    if is_dizzy or gauge_levels.level(run, "energy") == gauge_levels.LOW:
        return "tired"
    return "smiling" if not any(grades.values()) and run.state.gauges.get("wellbeing", 0) >= 60 else "calm"


def _has_told_sign(run: Run) -> bool:
    """An open sign that she speaks of although it is no graded symptom: a calf, a swelling, words that come out wrong."""
    return any(signs.alert_of(run, episode.alert).when.only_by_situation for episode in signs.open_episodes(run))


def look(run: Run) -> str:
    """The chosen look, and what the weeks did to it: helene+scarf, helene+short+thin. The pictures read it."""
    state = run.state
    changes = [state.hair, "thin" if state.is_thin else ""]
    return "+".join([state.character.get("look", ""), *(change for change in changes if change)])


def room(run: Run) -> str:
    state = run.state
    if state.open_situation:
        return run.book.situations[state.open_situation].room
    if state.call:
        return "bedroom" if state.slot == "night" else "living"
    if state.away_until >= state.day:
        return "ward"
    if state.here:
        return run.model.actions[state.here].room or ROOM_BY_SLOT[state.slot]
    if state.grades.get("fatigue", 0) >= 2 or fever.is_ill(run):
        return "bedroom"
    return ROOM_BY_SLOT[state.slot]


def posture(run: Run) -> str:
    state = run.state
    if state.call:
        return "phone"
    if state.open_situation:
        return run.book.situations[state.open_situation].posture
    if state.away_until >= state.day:
        return "lie"
    if state.here:
        return run.model.actions[state.here].posture or "stand"
    if state.grades.get("fatigue", 0) >= 2 or fever.is_ill(run):
        return "lie"
    return POSTURE_BY_SLOT[state.slot]


def objects(run: Run) -> tuple[str, ...]:
    state = run.state
    names = []
    if state.reading is not None:
        names.append("thermometer-wide")
    if doses.due(run) or (run.regimen.antiemetic_days >= state.day and "antiemetic" not in state.done):
        names.append("pill-box")
    if "drink" in state.done:
        names.append("glass")
    if state.day == state.last_day:
        names.append("notebook")
    if room(run) in OUTSIDE:
        names = [name for name in names if name == "thermometer-wide"]
    return tuple(names[:3])
