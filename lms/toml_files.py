"""A TOML file that a setting names."""

import tomllib
from pathlib import Path
from typing import Any

from lms.errors import SettingsInvalid


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
