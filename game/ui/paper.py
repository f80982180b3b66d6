"""What the window can ask for besides the game: sources, modules, a page to print. The work is done by game.play."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from game.device.tip_page import Page


def _no_sources(_keys: Sequence[str]) -> list[tuple[str, str]]:
    return []


def _no_module(_key: str, _language: str) -> str:
    return ""


@dataclass
class Paper:
    """sources: keys -> (words, address). module: key, language -> title. keep: a page -> where it was written. show: opens it."""

    sources: Callable[[Sequence[str]], list[tuple[str, str]]] = _no_sources
    module: Callable[[str, str], str] = _no_module
    keep: Callable[[Page], Path] | None = None
    show: Callable[[Path], bool] | None = None
