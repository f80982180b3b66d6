"""What sets one edition of the game apart from the others: what it lets be chosen, and how one points and types there."""

from __future__ import annotations

from dataclasses import dataclass

from game.device.preferences import CHOICES


@dataclass(frozen=True)
class Edition:
    """settings: names of what can be chosen; has_keys: keys of its own are explained; has_own_fields: the device has fields that take a
    whole text, so no sign has to be picked; real_problem: the words of that button; platform: what statements name it."""

    settings: tuple[str, ...] = tuple(CHOICES)
    has_keys: bool = True
    has_own_fields: bool = False
    real_problem: str = "window.real_problem"
    platform: str = "window"

    def help_words(self, has_pad: bool) -> str:
        """The key of the words on the button for a real problem; has_pad: a gamepad is in the hand, whose sign they name."""
        return "window.real_problem_pad" if has_pad else self.real_problem


WINDOW = Edition()
