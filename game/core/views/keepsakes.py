"""What the home shows of the week: a plant that stands up on days of care, the calendar with the wish, then a photograph."""

from game.core.state.run import Run
from game.core.thread import wishes
from game.core.views.expressions import line
from game.core.views.view import Line

HOME = ("kitchen", "living", "bedroom")
"""Rooms in which something stands."""
REMEMBERED = ("kept", "smaller", "away")
"""What became of a wish of which a picture is left; one put off by chance has a date again."""


def keepsakes(run: Run, room: str) -> tuple[str, ...]:
    """Names of drawings, in object/; none outside of the home and none in days away."""
    state = run.state
    if room not in HOME or state.away_until >= state.day:
        return ()
    is_cared_for = state.day == state.first_day or bool(state.done or state.done_before)
    things = ["plant-fresh" if is_cared_for else "plant-low", _calendar(run)]
    if _has_photograph(run):
        things.append(f"photo-{state.character.get('look', '')}")
    return tuple(things)


def words(run: Run, things: tuple[str, ...]) -> tuple[Line, ...]:
    """The same in sentences, for the text alternative."""
    wish = f"@wish.{run.state.character.get('look', '')}.what"
    return tuple(line(run, f"alt.keepsake.{name.partition('-')[0] if name.startswith('photo') else name}", wish=wish) for name in things)


def _calendar(run: Run) -> str:
    state = run.state
    if state.wish in REMEMBERED:
        return "calendar-after"
    is_told = any(remark.kind == "wish" for remark in state.thread)
    return "calendar-wish" if is_told else "calendar"


def _has_photograph(run: Run) -> bool:
    """From the morning after the day of the wish, and in the weeks that follow one in which it was kept."""
    state = run.state
    has_words = run.book.has_text("fr", f"wish.{state.character.get('look', '')}.what")
    is_after = state.wish in REMEMBERED and state.day > state.first_day + wishes.DAY
    return has_words and (is_after or state.had_wish)
