"""One week of one character, played slot by slot. Pure, seeded, saved as JSON: the only door of the game's rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.debrief import Debrief
from game.core.events import Event
from game.core.state import State
from game.core.view import TurnView

Listener = Callable[[Event], None]


class Week:
    """Every command gives the list of events it made, after telling each listener; NotNow and Unknown refuse without any change.

    The view's `turn` rises by one with each accepted command.
    """

    listeners: list[Listener]
    state: State

    @classmethod
    def start(
        cls,
        book: Book,
        rule: SiteRule,
        *,
        campaign: str,
        week: int,
        seed: int,
        play: str,
        difficulty: int = 1,
        length: str = "normal",
        character: Mapping[str, str] | None = None,
        before: Mapping[str, Any] | None = None,
    ) -> "Week":
        """A new week. length: short or normal; character: name, look, pronoun (she or he), relative.

        before: the save of the week before in this play; its body, doses and skills carry on. Without it the campaign's own
        starting state is used. Raises Unknown for a campaign or week the book does not have.
        The first events (WeekStarted…) wait in `opening`.
        """
        raise NotImplementedError

    @classmethod
    def resume(cls, book: Book, rule: SiteRule, saved: Mapping[str, Any]) -> "Week":
        """The week as it was saved. Raises SaveUnreadable."""
        raise NotImplementedError

    def begin(self) -> list[Event]:
        """Open a week just started: tells the listeners WeekStarted and what the first morning brings. Once; later calls give []."""
        raise NotImplementedError

    def save(self) -> dict[str, Any]:
        """Everything needed to go on, as JSON-ready values. No free text but the character's name."""
        raise NotImplementedError

    def view(self) -> TurnView:
        """What a screen shows now."""
        raise NotImplementedError

    def act(self, action: str, **params: str) -> list[Event]:
        """Do one action of the view. params: plate for adapt_meals."""
        raise NotImplementedError

    def decide(self, option: str) -> list[Event]:
        """Choose in the open situation."""
        raise NotImplementedError

    def hint(self) -> list[Event]:
        """Ask for the hint of the open situation."""
        raise NotImplementedError

    def skip(self) -> list[Event]:
        """Leave out the open situation; only when it bears a content note."""
        raise NotImplementedError

    def pick_up(self) -> list[Event]:
        """Pick up the phone: view().call then offers the signs and the persons."""
        raise NotImplementedError

    def call(self, signs: Sequence[str], person: str) -> list[Event]:
        """Dial. signs: keys of view().call.signs, may be empty; person: a key of view().call.people. No pick_up() is needed before."""
        raise NotImplementedError

    def say(self, option: str) -> list[Event]:
        """Answer in the open call."""
        raise NotImplementedError

    def hang_up(self) -> list[Event]:
        """End the call; also closes an outcome that was read."""
        raise NotImplementedError

    def report(self, answers: Mapping[str, int]) -> list[Event]:
        """Write the character's weekly report: symptom -> 0-4, from view().report."""
        raise NotImplementedError

    def next_slot(self) -> list[Event]:
        """Go on to the next moment that matters: the next morning or evening, or sooner when something happens."""
        raise NotImplementedError

    def debrief(self) -> Debrief:
        """The look back. Raises NotNow before the week is over."""
        raise NotImplementedError
