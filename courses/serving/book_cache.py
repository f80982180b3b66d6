"""The game's book of a content folder, kept beside the parsed modules: read and checked again only when a byte of the game changed.

Of a start from the cache of modules, reading the game was two thirds.
"""

import hashlib
from collections.abc import Collection
from datetime import date
from pathlib import Path

from courses.game import book_reader
from courses.game.book_reader import GameFiles
from courses.library.structure import FOLDER
from courses.model.rules import SiteRule
from courses.serving import compiled_cache
from courses.serving.result_cache import ResultCache
from courses.text.source_texts import Texts

PATTERNS = (
    f"{FOLDER}/*.yml", f"{book_reader.FOLDER}/*.yml", "fr/game/*.yml", "fr/situations/*.md", "en/game/*.yml", "en/situations/*.md",
)  # fmt: skip
"""What the book is made from and checked against, beside the keys of modules."""
CACHE = ResultCache[GameFiles](b"hors-les-murs game 1\n", 3, may_keep=lambda files: files.book is not None)


def load(
    folder: Path, rule: SiteRule, *, now: date, instance: str = "demo", modules: Collection[str] | None = None, cache: Path | None = None
) -> GameFiles:
    """What `book_reader.load` gives. cache: a folder of ours alone, or None for none. Never raises."""
    about = f"{rule!r} {now} {instance} {None if modules is None else sorted(modules)}"
    name = hashlib.sha256(f"{folder.resolve()} {rule.key} {instance} {modules is None}".encode()).hexdigest()[:12]
    return CACHE.result(
        lambda: _digest(folder, about),
        lambda: book_reader.load(folder, rule, now=now, instance=instance, modules=modules),
        cache / f"game-{name}.cache" if cache is not None else None,
    )


def _digest(folder: Path, about: str) -> bytes:
    """Changes with every file of the game, the registers, what is asked for and our own code."""
    digest, texts = hashlib.sha256(f"{compiled_cache.shape()} {about}".encode()), Texts(folder)
    for path in sorted(path for pattern in PATTERNS for path in folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        mark = texts.mark(name)
        digest.update(f"\0{name}\0{len(mark)}\0".encode() + mark)
    return digest.digest()
