"""What the person at the device likes to see and hear, and the numbers of their team. Kept on the device alone, never sent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from game.device.files import DISK, Files

CHOICES = {
    "language": ("fr", "en"),
    "text": (18, 20, 22, 24, 28, 32),
    "theme": ("paper", "night", "contrast"),
    "calm": (False, True),
    "sound": (True, False),
    "ambience": (True, False),
    "voice": (False, True),
    "captions": (True, False),
}


@dataclass(frozen=True)
class Preferences:
    """text: size in pixels at 1280x720; calm: nothing moves; sound: off, nothing is heard, the ambience neither; voice: pages are read
    aloud as they open; day, night: telephone numbers of the team as typed."""

    language: str = "fr"
    text: int = 22
    theme: str = "paper"
    calm: bool = False
    sound: bool = True
    ambience: bool = True
    voice: bool = False
    captions: bool = True
    day: str = ""
    night: str = ""
    site: str = ""


def load(folder: Path, files: Files = DISK, /, **wished: object) -> Preferences:
    """What was kept; a value that is unknown or of another version gives way to the usual one. wished: from the command line."""
    try:
        document = json.loads(files.read(folder / "preferences.json"))
    except (OSError, ValueError):
        document = {}
    values = document if isinstance(document, dict) else {}
    values |= {name: value for name, value in wished.items() if value is not None}
    known = {field.name: field.type for field in fields(Preferences)}
    usual = Preferences()
    fit = {}
    for name, value in values.items():
        if name not in known or type(value) is not type(getattr(usual, name)):
            continue
        if name not in CHOICES or value in CHOICES[name]:
            fit[name] = value
    return Preferences(**fit)


def save(folder: Path, preferences: Preferences, *, files: Files = DISK) -> None:
    """Raises DiskRefused."""
    files.write_whole(folder / "preferences.json", json.dumps(asdict(preferences), ensure_ascii=False).encode())
