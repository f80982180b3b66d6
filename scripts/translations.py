"""Extract, update, compile and check the site's French and English words: `python scripts/translations.py [check]`."""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from courses.checks.pages import reading

LMS = Path(__file__).resolve().parent.parent / "lms"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "encoding": "utf-8"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
CREATED = datetime(2026, 11, 23, tzinfo=UTC)  # a fixed day: a true one would make every two branches conflict
PLAIN_SPACE = re.compile(r" [?!;:»]|« | %(?!\()")
"""A space that could break before a sign, which French forbids."""


def extracted() -> Catalog:
    catalog = Catalog()
    for _file, _line, message, comments, context in extract_from_dir(LMS, METHODS, OPTIONS, KEYWORDS):
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def po(language: str) -> Path:
    return LMS / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    with po(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(language: str) -> None:
    """Bring one catalogue up to the code: new messages come in empty, those no longer used go."""
    catalogue = read(language) if po(language).exists() else Catalog(locale=language)
    catalogue.project, catalogue.version, catalogue.fuzzy = "Hors les murs", "1", False
    catalogue.header_comment = "# Words of the site; the message ids are the English ones."
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = CREATED
    po(language).parent.mkdir(parents=True, exist_ok=True)
    with po(language).open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True, include_lineno=False, no_location=True)
    po(language).with_suffix(".mo").write_bytes(compiled(catalogue))


def problems(language: str = "fr") -> list[str]:
    """What stands between this catalogue and a release, one line each."""
    catalogue, wanted = read(language), extracted()
    found = [f"{language}: not in the catalogue: {one.id!r}" for one in wanted if one.id and one.id not in catalogue]
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id not in wanted:
            found.append(f"{language}: no longer used: {message.id!r}")
        if not all(texts):
            found.append(f"{language}: not translated: {message.id!r}")
        found += [f"{language}: breakable space in {text!r}" for text in texts if PLAIN_SPACE.search(text)]
        found += [f"en: {words!r} is not what an English hand writes; say {say}: {message.id!r}" for words, say in _translated(message.id)]
        found += [f"{language}: {error}" for error in message.check(catalogue)]
    if po(language).with_suffix(".mo").read_bytes() != compiled(catalogue):
        found.append(f"{language}: the compiled catalogue is older than the words; run: python scripts/translations.py")
    return found


def _translated(english: str | Sequence[str]) -> Iterator[tuple[str, str]]:
    """The traps of `content check` (342), in the words that pages say in English."""
    for text in (english,) if isinstance(english, str) else english:
        yield from reading.translated(text)


def main() -> int:
    if sys.argv[1:] != ["check"]:
        update("fr")
    found = problems()
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
