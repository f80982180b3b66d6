"""A TOML file that a setting names, and its tables read field by field."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lms.errors import SettingsInvalid

KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
LONGEST = 300
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def read(label: str, value: object) -> tuple[Path, dict[str, Any]]:
    """The path and the tables of the file; no tables for an empty setting. label: the setting, for the words of a fault.

    Raises SettingsInvalid: nothing is guessed.
    """
    if not isinstance(value, str):
        raise SettingsInvalid(label, f"{value!r} is not the path of a TOML file")
    path = Path(value.strip()).expanduser()
    if not value.strip():
        return path, {}
    try:
        return path, tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsInvalid(label, f"{path} cannot be read ({error.strerror}); give the path of a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(label, f"{path} is not TOML: {error}") from error


class TableReader:
    """One table of a file while it is read. fields: all that may stand in it. Each method raises SettingsInvalid."""

    def __init__(self, label: str, path: Path, key: str, values: object, fields: frozenset[str]) -> None:
        self.key, self._label = key, f"{label} ({path}, [{key}])"
        if not KEY.fullmatch(key):
            raise self.fault("the name is not small letters, digits and hyphens; it stands in addresses")
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if unknown := set(self.values) - fields:
            raise self.fault(f"{min(unknown)} is none of {', '.join(sorted(fields))}")

    def fault(self, words: str) -> SettingsInvalid:
        return SettingsInvalid(self._label, words)

    def line(self, name: str, default: str | None = None) -> str:
        text = self.values.get(name, default)
        if not isinstance(text, str) or (not text.strip() and default is None) or not text.isprintable() or len(text) > LONGEST:
            raise self.fault(f"{name} is not one line of at most {LONGEST} signs")
        return text.strip()

    def names(self) -> dict[str, str]:
        """What people read, by language."""
        return {language: self.line(f"name_{language}") for language in ("fr", "en")}

    def flag(self, name: str, default: bool) -> bool:
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.fault(f"{name} is neither true nor false")
        return value

    def lines(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        items = self.values.get(name, list(default))
        if not isinstance(items, list) or not all(isinstance(one, str) and one.strip() and " " not in one.strip() for one in items):
            raise self.fault(f"{name} is not a list of words without spaces")
        return tuple(one.strip() for one in items)

    def among(self, name: str, choices: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        items = self.lines(name, default)
        if wrong := [one for one in items if one not in choices]:
            raise self.fault(f"{name}: {wrong[0]} is none of {', '.join(choices)}")
        return items

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self.line(name, default)
        if text not in choices:
            raise self.fault(f"{name}: {text} is none of {', '.join(choices)}")
        return text

    def address(self, name: str, default: str | None = None) -> str:
        """https, but for a program on this very machine: tokens and secrets travel there."""
        return self.checked_address(name, self.line(name, default))

    def checked_address(self, name: str, text: str) -> str:
        parts = urlsplit(text)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not is_safe or not parts.hostname or parts.username or parts.fragment:
            raise self.fault(f"{name}: {text} is not an address that begins with https://")
        return text
