"""The cases of a content folder, kept beside the parsed modules: they are read and checked again only when a byte of theirs changed."""

import hashlib
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
from courses.serving.result_cache import ResultCache
from courses.text.source_texts import Texts
from courses.triage import register
from courses.triage.register import Register

REGISTERS = (
    "_structure/rules.yml", "_structure/objectives.yml", "_structure/references.yml", register.FILE, word_lints.BANNED_FILE,
)  # fmt: skip
"""What the cases are checked against, beside the modules they name."""
Result = tuple[CaseBook, tuple[Problem, ...]]
CACHE = ResultCache[Result](b"hors-les-murs cases 2\n", 8)


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
    """What `case_reader.load` gives. modules: keys a case may send its readers to. cache: a folder of ours alone, or None for none."""
    name = hashlib.sha256(f"{library.folder.resolve()} {rule.key} {instance}".encode()).hexdigest()[:12]
    return CACHE.result(
        lambda: _digest(Texts(library.folder), rule, now, instance, modules),
        lambda: _fresh(library, rule, now, instance, triage, modules),
        cache / f"cases-{name}.cache" if cache is not None else None,
    )


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
