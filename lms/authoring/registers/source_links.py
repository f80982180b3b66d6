"""The sources of a page as its preview lists them: their numbers, their words and where each is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.library import content_folder
from courses.model.content import Reference
from courses.text.source_texts import Texts
from lms.web.site.layout import settings


@dataclass(frozen=True, slots=True)
class SourceLink:
    """One cited source. number: as it stands in the text, from 1; entry: None when no register knows the key."""

    key: str
    number: int
    entry: Reference | None


def links(keys: Sequence[str]) -> list[SourceLink]:
    """In the order of `keys`; the registers are read only when there are any."""
    if not keys:
        return []
    known = content_folder.shared_texts(Texts(settings().shown_content)).structure.references
    return [SourceLink(key, number, known.get(key)) for number, key in enumerate(keys, 1)]
