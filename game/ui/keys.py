"""What each key means: a pure table from a key's name and what the screen can take to one intention of the app."""

from __future__ import annotations

from enum import Enum


class Intention(Enum):
    """What the person wants of the app; the app carries it out."""

    NOTHING = "nothing"
    NEXT_ITEM = "next item"
    PREVIOUS_ITEM = "previous item"
    PRESS = "press"
    REAL_PROBLEM = "real problem"
    CALL = "call"
    BACK = "back"
    PAUSE = "pause"
    ERASE = "erase"
    FULL_SCREEN = "full screen"
    READ_ALOUD = "read aloud"
    PAGE_DOWN = "page down"
    PAGE_UP = "page up"


KEYS = {
    "tab": Intention.NEXT_ITEM,
    "down": Intention.NEXT_ITEM,
    "right": Intention.NEXT_ITEM,
    "tab back": Intention.PREVIOUS_ITEM,
    "up": Intention.PREVIOUS_ITEM,
    "left": Intention.PREVIOUS_ITEM,
    "enter": Intention.PRESS,
    "space": Intention.PRESS,
    "help": Intention.REAL_PROBLEM,
    "call": Intention.CALL,
    "back": Intention.BACK,
    "pause": Intention.PAUSE,
    "erase": Intention.ERASE,
    "full": Intention.FULL_SCREEN,
    "read": Intention.READ_ALOUD,
    "page down": Intention.PAGE_DOWN,
    "page up": Intention.PAGE_UP,
}
TYPED = frozenset({"space", "call"})  # keys that write a sign where text is taken


def intention(key: str, *, takes_text: bool, has_pause: bool) -> Intention:
    """takes_text: the item in focus is a field; has_pause: the screen offers a pause, else that key goes back."""
    if takes_text and key in TYPED:
        return Intention.NOTHING
    if key == "pause" and not has_pause:
        return Intention.BACK
    return KEYS.get(key, Intention.NOTHING)
