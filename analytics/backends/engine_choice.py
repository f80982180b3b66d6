"""Which engine counts the reports: one setting, read and checked without loading any of them."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from analytics.errors import EngineUnknown

SETTING = "HORSLESMURS_ENGINE"
DUCKDB, POSTGRESQL, SPARK = "duckdb", "postgresql", "spark"


class EngineChoice(NamedTuple):
    """kind: duckdb, postgresql or spark. address: of the server (`postgresql://…`), or the master of Spark (`local[2]`, `yarn`)."""

    kind: str = DUCKDB
    address: str = ""


def choice_of(text: str) -> EngineChoice:
    """Of the words of the setting; empty is DuckDB. Raises EngineUnknown."""
    text = text.strip()
    if text in ("", DUCKDB):
        return EngineChoice()
    scheme, _, rest = text.partition(":")
    if scheme in ("postgresql", "postgres", "postgresql+psycopg") and rest.startswith("//"):
        return EngineChoice(POSTGRESQL, f"postgresql:{rest}")
    if scheme == SPARK and rest:
        return EngineChoice(SPARK, text if rest.startswith("//") else rest)
    raise EngineUnknown(scheme if rest else text)  # never the address: a password may stand in it


def choice_of_environment(environment: Mapping[str, str] | None = None) -> EngineChoice:
    """Of the variable, for a command that reads no file of settings. Raises EngineUnknown."""
    return choice_of((os.environ if environment is None else environment).get(SETTING, ""))
