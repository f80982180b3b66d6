"""Words of the book in the person's language, and the caption under the picture."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from courses.model.game import Book

log = logging.getLogger(__name__)
CAPTION_SECONDS = 4.0


class BookWords:
    """What the book lacks is logged once and said in the other language, so that a gap never stops a game."""

    def __init__(self, book: Callable[[], Book], language: Callable[[], str]) -> None:
        self._book, self._language = book, language
        self._missing: set[tuple[str, str]] = set()

    def text(self, key: str, /, **values: object) -> str:
        language = self._language()
        try:
            return self._book().text(language, key, **values)
        except KeyError:
            if (language, key) not in self._missing:
                self._missing.add((language, key))
                log.warning("The words %s are missing in %s.", key, language)
            other = next((one for one in self._book().words if one != language and self._book().has_text(one, key)), "")
            return self._book().text(other, key, **values) if other else key


@dataclass
class Caption:
    """Words under the picture for a moment. is_always: also where captions of sounds are not wished for."""

    text: str = ""
    since: float = -10.0
    is_always: bool = False

    def visible(self, now: float, *, is_wished: bool) -> str:
        return self.text if (is_wished or self.is_always) and now - self.since < CAPTION_SECONDS else ""

    def has_expired(self, now: float) -> bool:
        return bool(self.text) and now - self.since >= CAPTION_SECONDS
