"""The pictures that texts may show, each with its words: of an uploaded one its own, of another those of the first text that shows it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from courses.errors import ContentUnreadable
from courses.library.uploaded_pictures import FOLDER
from courses.text.keys import LANGUAGES
from courses.text.yaml_files import read_raw

MEDIA = Path(FOLDER).parts[0]
PICTURE = re.compile(r"!\[([^\]\n]+)\]\(media:([a-z0-9/._-]+)\)")
SHOWN = b"](media:"
ENDS = (".svg", ".png")


def words_by_address(folder: Path, language: str) -> dict[str, str]:
    """What stands after `media:` -> what the picture shows, for pictures that are there, in the order of their addresses."""
    words = {address: shown for address, shown in _in_texts(folder, language).items() if (folder / MEDIA / address).is_file()}
    for address, by_language in uploaded(folder):
        words[address] = by_language[language]
    return dict(sorted(words.items()))


def uploaded(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each uploaded picture that is there: its address, and its words in each language; its name where the words cannot be read."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        picture = next((path.with_suffix(end) for end in ENDS if path.with_suffix(end).is_file()), None)
        if picture is not None:
            words = _words(path)
            yield picture.relative_to(folder / MEDIA).as_posix(), {language: words.get(language) or path.stem for language in LANGUAGES}


def _words(path: Path) -> dict[str, str]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(language): words for language, words in values.items() if isinstance(words, str)} if isinstance(values, dict) else {}


def _in_texts(folder: Path, language: str) -> dict[str, str]:
    """Most texts show none: only those that do are decoded."""
    found: dict[str, str] = {}
    for path in sorted((folder / language).glob("*/*.md")):
        try:
            raw = read_raw(path, path.name)
        except (FileNotFoundError, ContentUnreadable):
            continue
        for words, address in PICTURE.findall(raw.decode("utf-8", "replace")) if SHOWN in raw else ():
            found.setdefault(address, words)
    return found
