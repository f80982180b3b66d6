"""The settings that name databases: where the site keeps its rows, and what counts its reports."""

from collections.abc import Callable

from analytics.backends.engine_choice import EngineChoice, choice_of
from analytics.errors import EngineUnknown
from lms.errors import SettingsInvalid


def _database(label: str, value: object) -> str:
    text = _text(label, value)
    if text.startswith("postgresql://"):
        return "postgresql+psycopg://" + text.removeprefix("postgresql://")
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsInvalid(label, "begins neither with sqlite:/// nor with postgresql://")
    return text


def _engine(label: str, value: object) -> EngineChoice:
    try:
        return choice_of(_text(label, value))
    except EngineUnknown as error:
        raise SettingsInvalid(label, f"{error}") from error


def _text(label: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingsInvalid(label, f"{value!r} is not text")
    return value.strip()


CHECKS: dict[str, Callable[[str, object], object]] = {"database": _database, "engine": _engine}
