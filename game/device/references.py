"""What stands beside the game: where its statements come from, and the modules to read on. Read when first asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from courses.errors import CoursesError
from courses.library import structure
from courses.library.structure import Structure
from courses.text import front_matter
from courses.text.source_texts import Texts

log = logging.getLogger(__name__)


class ReferenceReader:
    """The registers of a content folder, as people read them."""

    def __init__(self, content: Path) -> None:
        self.content = content

    @cached_property
    def _registers(self) -> Structure:
        return structure.load(Texts(self.content))

    def sources(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """(organisation, title, year; address) of each known reference, in order. An unknown key is logged and left out."""
        references, found = self._registers.references, []
        for key in dict.fromkeys(keys):
            if key not in references:
                log.warning("The source %s is not in references.yml; it is not shown.", key)
                continue
            source = references[key]
            said = ", ".join(str(part) for part in (source.organisation, source.title, source.year) if part)
            found.append((said, source.address))
        return found

    def module(self, key: str, language: str) -> str:
        """A module's title; empty when this device does not have it."""
        entry = self._registers.modules.get(key)
        if entry is None:
            return ""
        path = self.content / language / entry.course / f"{key}.md"
        try:
            return front_matter.split(path.read_text(encoding="utf-8"), str(path)).text("title")
        except (OSError, UnicodeDecodeError, CoursesError):
            return ""
