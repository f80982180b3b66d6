"""A play as it travels between a window and the site's pages: one JSON text for both; and which of two saves came first. No I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.model.game_numbers import SLOTS

VERSION = 1
LARGEST = 2**31  # below it are all numbers of a save that are listed
LONGEST_NAME = 100
REQUIRED = {"campaign": str, "week": int, "turn": int, "day": int, "slot": str, "first_day": int, "seed": int, "play": str}
"""What every save holds, whatever its version: enough to list it, and to say where it stands."""


class Unreadable(ValueError):
    """What came is no play: leave it alone."""


@dataclass(frozen=True)
class PlayDocument:
    """A play on its way. registration, cohort: those its statements carry, the same on every device; save: what Week.save gave."""

    registration: str
    cohort: str | None
    save: Mapping[str, Any]

    @property
    def campaign(self) -> str:
        return str(self.save["campaign"])

    @property
    def week(self) -> int:
        return int(self.save["week"])

    @property
    def turn(self) -> int:
        """How many commands the week has taken."""
        return int(self.save["turn"])

    @property
    def name(self) -> str:
        """The character's first name, as far as it can be shown."""
        typed = str((self.save.get("character") or {}).get("name", ""))
        return "".join(letter for letter in typed if letter.isprintable())[:LONGEST_NAME]

    @property
    def day(self) -> int:
        """Of the week, from 1."""
        return int(self.save["day"]) - int(self.save["first_day"]) + 1

    @property
    def is_over(self) -> bool:
        return bool(self.save.get("is_over", False))

    def to_bytes(self) -> bytes:
        """Equal plays give equal bytes. Nothing but the game's own state goes in: no name of the learner, nothing she typed elsewhere."""
        text = {"version": VERSION, "registration": self.registration, "cohort": self.cohort, "save": self.save}
        return json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(data: bytes, play: str) -> PlayDocument:
    """What to_bytes wrote. Raises Unreadable: not ours, damaged, or of another play."""
    try:
        text = json.loads(data)
        save, registration, cohort = text["save"], text["registration"], text["cohort"]
        if text["version"] > VERSION:
            raise Unreadable("it was written by a newer version")
        is_ours = isinstance(registration, str) and isinstance(cohort, str | None) and isinstance(save["version"], int)
        fits = is_ours and all(type(save[name]) is kind for name, kind in REQUIRED.items())
        fits = fits and all(0 <= save[name] < LARGEST for name in ("week", "turn", "day", "first_day"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"no play ({type(error).__name__})") from error
    if not fits or save["play"] != play or save["slot"] not in SLOTS or not isinstance(save.get("character", {}), dict):
        raise Unreadable("no play, or another one's")
    return PlayDocument(registration, cohort, save)


def named(save: Mapping[str, Any], play: str) -> dict[str, Any]:
    """The save as that of another play. The state it began with, from which it can be played again, bears the name too."""
    origin = save.get("origin")
    return {**save, "play": play, "origin": {**origin, "play": play}} if origin else {**save, "play": play}


def etag(data: bytes) -> str:
    """The entity tag the site gives a document: SHA-1 of its content (xAPI 1.0.3 part 3, 3.1)."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def digest(data: bytes) -> str:
    """What tells two plays apart on this device."""
    return hashlib.sha256(data).hexdigest()


def is_before(early: Mapping[str, Any], late: Mapping[str, Any]) -> bool:
    """Whether one who goes on from early may have come to late: then early holds nothing that late lacks.

    Exact, since a week is decided by its first state and by what the learner did at which moment: the log. Only within one week.
    """
    if any(early.get(name) != late.get(name) for name in ("play", "campaign", "week", "seed", "difficulty", "length", "origin")):
        return False
    done, more = early.get("log", []), late.get("log", [])
    if more[: len(done)] != done or _moment(early) > _moment(late):
        return False
    return all((entry[0], SLOTS.index(entry[1])) >= _moment(early)[:2] for entry in more[len(done) : len(done) + 1])


def _moment(save: Mapping[str, Any]) -> tuple[int, int, bool]:
    return save["day"], SLOTS.index(save["slot"]), bool(save.get("is_over", False))
