"""A game in a browser without the browser: slots in memory, a site that answers from a table, the shipped content."""

from collections.abc import Callable
from typing import Any

import pytest

from game.browser.session import Bundle, Session
from game.browser.stored_files import StoredFiles
from game.device.network import Answer
from tests.game.browser.slots import MemorySlot
from tests.game.ui.conftest import book, parts, rule

__all__ = ["book", "parts", "rule"]


class Nobody:
    """A site that cannot be reached."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ask(self, method: str, url: str, **_more: Any) -> Answer:
        from game.errors import SiteUnreachable

        self.asked.append((method, url))
        raise SiteUnreachable("nobody is there")


@pytest.fixture
def slots() -> tuple[MemorySlot, MemorySlot]:
    return MemorySlot(), MemorySlot()


@pytest.fixture
def make_session(book: Any, rule: Any, parts: Any, slots: tuple[MemorySlot, MemorySlot]) -> Callable[..., Session]:
    """make_session(): the game over what the slots hold."""

    def make(language: str = "fr", network: Any = None) -> Session:
        bundle = Bundle(book, rule, parts, is_demo=True)
        return Session(bundle, StoredFiles(*slots), network or Nobody(), site="https://site.example", language=language, device="browser")

    return make
