"""The cases of a content folder, kept beside the parsed modules: they are read and checked again only when a byte of theirs changed."""

import hashlib
import logging
import pickle
from collections.abc import Collection
from datetime import date
from pathlib import Path

from courses.game import case_reader, word_lints
from courses.game.cases import FOLDER
from courses.library.content_folder import LANGUAGES, Library
from courses.model.cases import CaseBook
from courses.model.content import Problem
from courses.model.rules import SiteRule
from courses.serving import compiled_cache
from courses.text.file_writing import PRIVATE, write_whole
from courses.text.source_texts import Texts
from courses.triage import register
from courses.triage.register import Register

log = logging.getLogger(__name__)
MARK = b"hors-les-murs cases 1\n"
SIZE = 32
"""Bytes of a digest."""
REGISTERS = (
    "_structure/rules.yml", "_structure/objectives.yml", "_structure/references.yml", register.FILE, word_lints.BANNED_FILE,
)  # fmt: skip
"""What the cases are checked against, beside the modules they name."""
MOST_RECENT = 8
Result = tuple[CaseBook, tuple[Problem, ...]]
_recent: dict[bytes, Result] = {}


def load(
    library: Library,
    rule: SiteRule,
    *,
    now: date,
    instance: str,
    triage: Register | None,
    modules: Collection[str] | None,
    cache: Path | None,
) -> Result:
    """What `case_reader.load` gives. modules: keys a case may send its readers to. cache: a folder of ours alone, or None for none.

    Like the cache of modules it is a pickle that only we may write, and it is never read from the content folder.
    """
    digest = _digest(library.texts, rule, now, instance, modules)
    held = _recent.get(digest)
    if held is None:
        name = hashlib.sha256(f"{library.folder.resolve()} {rule.key} {instance}".encode()).hexdigest()[:12]
        file = cache / f"cases-{name}.cache" if cache is not None else None
        held = (_read(file, digest) if file else None) or _fresh(library, rule, now, instance, triage, modules)
        if file is not None:
            _write(file, digest, held)
        _recent[digest] = held
        for old in list(_recent)[:-MOST_RECENT]:
            _recent.pop(old, None)
    return held


def _fresh(library: Library, rule: SiteRule, now: date, instance: str, triage: Register | None, modules: Collection[str] | None) -> Result:
    structure = library.structure
    return case_reader.load(
        library.folder,
        rule,
        now=now,
        instance=instance,
        triage=triage,
        modules=modules,
        objectives=structure.objectives if structure.has_read("objectives") else None,
        references=structure.references if structure.has_read("references") else None,
    )


def _digest(texts: Texts, rule: SiteRule, now: date, instance: str, modules: Collection[str] | None) -> bytes:
    """Changes with every file the cases are made from or checked against, the rule, the day and our own code."""
    about = f"{compiled_cache.shape()} {now} {rule.key} {instance} {None if modules is None else sorted(modules)}"
    digest = hashlib.sha256(about.encode())
    files = [path for language in LANGUAGES for path in sorted((texts.folder / language / FOLDER).glob("*.md"))]
    for name in (*REGISTERS, *(path.relative_to(texts.folder).as_posix() for path in files)):
        mark = texts.mark(name)
        digest.update(f"\0{name}\0{len(mark)}\0".encode() + mark)
    return digest.digest()


def _read(file: Path, digest: bytes) -> Result | None:
    """What was kept for this very state; None when it is absent, damaged, older, or not ours alone."""
    try:
        if not all(compiled_cache.is_ours_alone(path) for path in (file, file.parent)):
            return None
        raw = file.read_bytes()
    except OSError:
        return None
    head, body = raw[: len(MARK) + 2 * SIZE], raw[len(MARK) + 2 * SIZE :]
    if head != MARK + digest + hashlib.sha256(body).digest():
        return None
    try:
        result: Result = pickle.loads(body)  # noqa: S301 - its sum was right, in a folder only we may write
    except Exception:  # a pickle can raise anything; the content itself is still there to read
        return None
    return result


def _write(file: Path, digest: bytes, held: Result) -> None:
    """The web process and the worker may both be starting. Failing costs time only."""
    body = pickle.dumps(held, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        write_whole(file, MARK + digest + hashlib.sha256(body).digest() + body, mode=PRIVATE)
    except OSError as error:
        log.warning("checked cases are not kept for the next start: %s", error.strerror or type(error).__name__)
