"""Extract, update, compile and check the French and English words of the site and of `content check`.

`python scripts/translations.py [check]`.
"""

import io
import re
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from courses.checks.pages import reading

ROOT = Path(__file__).resolve().parent.parent
CREATED = datetime(2026, 11, 23, tzinfo=UTC)  # a fixed day: a true one would make every two branches conflict
PLAIN_SPACE = re.compile(r" [?!;:»]|« | %(?!\()")
"""A space that could break before a sign, which French forbids."""


@dataclass(frozen=True)
class Domain:
    """Words of one package: where its code is, how they are marked there, and the name of their catalogue below `translations`."""

    folder: Path
    name: str
    keywords: Mapping[str, tuple[int, ...] | None]
    methods: Sequence[tuple[str, str]] = (("**.py", "python"),)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    comment: str = ""


SITE = Domain(
    folder=ROOT / "lms",
    name="messages",
    keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    methods=(("**.py", "python"), ("templates/**.html", "jinja2")),
    options={"templates/**.html": {"trimmed": "true", "encoding": "utf-8"}},
    comment="# Words of the site; the message ids are the English ones.",
)
CHECKER = Domain(
    folder=ROOT / "courses",
    name="checker",
    keywords={"sentence": None},
    comment="# What `content check` and the editor say to authors; the message ids are the English sentences.",
)
DOMAINS = (SITE, CHECKER)


def extracted(domain: Domain = SITE) -> Catalog:
    catalog = Catalog()
    for _file, _line, message, comments, context in extract_from_dir(
        domain.folder, list(domain.methods), dict(domain.options), dict(domain.keywords)
    ):
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def po(language: str, domain: Domain = SITE) -> Path:
    return domain.folder / "translations" / language / "LC_MESSAGES" / f"{domain.name}.po"


def read(language: str, domain: Domain = SITE) -> Catalog:
    with po(language, domain).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(language: str, domain: Domain = SITE) -> None:
    """Bring one catalogue up to the code: new messages come in empty, those no longer used go."""
    place = po(language, domain)
    catalogue = read(language, domain) if place.exists() else Catalog(locale=language)
    catalogue.project, catalogue.version, catalogue.fuzzy = "Hors les murs", "1", False
    catalogue.header_comment = domain.comment
    catalogue.update(extracted(domain), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = CREATED
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True, include_lineno=False, no_location=True)
    place.with_suffix(".mo").write_bytes(compiled(catalogue))


def problems(language: str = "fr", domain: Domain = SITE) -> list[str]:
    """What stands between this catalogue and a release, one line each."""
    place, catalogue, wanted = po(language, domain), read(language, domain), extracted(domain)
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
        if domain is SITE:
            found += [
                f"en: {words!r} is not what an English hand writes; say {say}: {message.id!r}" for words, say in _translated(message.id)
            ]
            found += [f"{language}: {error}" for error in message.check(catalogue)]
        else:
            found += [f"{language}: other places: {text!r} for {message.id!r}" for text in texts if not _has_same_places(message.id, text)]
    if place.with_suffix(".mo").read_bytes() != compiled(catalogue):
        found.append(f"{language}: the compiled catalogue is older than the words; run: python scripts/translations.py")
    return found


def _has_same_places(english: str | Sequence[str], text: str) -> bool:
    """Whether both sentences fill the same `{names}`. One whose braces belong to its words holds no names: it is said as it stands."""
    theirs = _places(str(english))
    return theirs is None or not theirs or _places(text) == theirs


def _places(text: str) -> frozenset[str] | None:
    try:
        names = frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None
    return names if all(name.isidentifier() for name in names) else None


def _translated(english: str | Sequence[str]) -> Iterator[tuple[str, str]]:
    """The traps of `content check` (342), in the words that pages say in English."""
    for text in (english,) if isinstance(english, str) else english:
        yield from reading.translated(text)


def main() -> int:
    if sys.argv[1:] != ["check"]:
        for domain in DOMAINS:
            update("fr", domain)
    found = [problem for domain in DOMAINS for problem in problems("fr", domain)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
