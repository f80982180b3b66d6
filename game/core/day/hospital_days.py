"""Mornings in hospital are played: each holds one small scene, announced, that may be passed over. None of them changes the body."""

from courses.model.game import Situation
from game.core.state.chance import draw
from game.core.state.events import SituationOpened
from game.core.state.run import Run


def scene(run: Run) -> Situation | None:
    """The scene of this morning: arriving on the first, leaving on the last, else of the days between; any other that is left; or none."""
    state = run.state
    if state.away_until < state.day or run.plan.is_quiet:
        return None
    fitting = [item for item in run.in_hospital if item.key not in state.seen_cycle]
    if not fitting:
        return None
    scene_key = "leaving" if state.day == state.away_until else "arriving" if state.day == state.away_from + 1 else "staying"
    order = {"leaving": ("leaving", "staying", "arriving"), "arriving": ("arriving", "staying", "leaving")}
    kinds = order.get(scene_key, ("staying", "arriving", "leaving"))
    return min(fitting, key=lambda item: (kinds.index(item.hospital), draw(state.seed, state.cycle, state.week, item.key, "taste")))


def open_scene(run: Run) -> None:
    """In the morning of a day away."""
    state, found = run.state, scene(run)
    if state.open_situation or found is None:
        return
    state.open_situation = found.key
    state.seen.append(found.key)
    state.seen_cycle.append(found.key)
    state.hints_asked, state.is_hint_shown = 0, state.difficulty == 1
    run.emit(SituationOpened, situation=found.key, situation_version=found.version)
