"""What kinds of key there are, what each is called, where one is opened, and why one may have to stay."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from courses.authoring import text_files
from courses.authoring.registers import renaming, shared_files
from courses.library import content_folder
from courses.library.content_folder import ITEMS, LANGUAGES, TEXT
from courses.text.source_texts import Texts
from lms.assessment.models import SittingItem
from lms.authoring import history
from lms.authoring.registers import fields
from lms.cohorts.models import COURSE, Assignment, Cohort, Registration
from lms.learning.models import Attempt
from lms.web.database.extensions import reading_session
from lms.web.site.layout import settings

KINDS = renaming.KINDS


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the content. unit: `course/module` of a page or of an item, `situations/key` of a situation; empty for others."""

    kind: str
    key: str
    unit: str = ""


def kind_names() -> dict[str, str]:
    return {
        "sources": _("source"),
        "objectives": _("objective"),
        "glossary": _("word of the glossary"),
        "modules": _("module"),
        "situations": _("situation"),
        "cards": _("card of the morning"),
        "items": _("question"),
        "pictures": _("picture"),
        "courses": _("course"),
    }


def find(kind: str, key: str, module: str = "") -> Key | None:
    """The key as it stands in the content; None when there is none. module: of an item."""
    folder = settings().shown_content
    if kind in shared_files.REGISTERS:
        path = shared_files.REGISTERS[kind]
        return Key(kind, key) if key in shared_files.entries(shared_files.read(folder, path), path) else None
    if kind == "cards":
        node = shared_files.values(shared_files.read(folder, shared_files.CARDS), shared_files.CARDS)
        return Key(kind, key) if key in (node.get("cards") or {}) else None
    if kind == "situations":
        return Key(kind, key, f"situations/{key}") if (folder / f"fr/situations/{key}{TEXT}").is_file() and "/" not in key else None
    if kind == "pictures":
        return Key(kind, key) if key.startswith("uploads/") and (folder / "media" / key).is_file() and ".." not in key else None
    if kind == "courses":
        return Key(kind, key, key) if key in content_folder.current_structure(folder).courses else None
    modules = content_folder.shared_texts(Texts(folder)).structure.modules
    name = module if kind == "items" else key
    if name not in modules:
        return None
    unit = f"{modules[name].course}/{name}"
    return Key(kind, key, unit) if kind == "modules" or _has_item(folder, unit, key) else None


def _has_item(folder: Path, unit: str, key: str) -> bool:
    return any(f"\n## {key} " in text_files.read(folder, f"{language}/{unit}{ITEMS}") for language in LANGUAGES)


def address(one: Key) -> str:
    """The page where it is written."""
    pages: dict[str, Callable[[], str]] = {
        "sources": lambda: url_for("authoring.entry", register="sources", key=one.key),
        "objectives": lambda: url_for("authoring.entry", register="objectives", key=one.key),
        "glossary": lambda: url_for("authoring.entry", register="glossary", key=one.key),
        "cards": lambda: url_for("authoring.card", key=one.key),
        "situations": lambda: url_for("authoring.edit", file=f"fr/situations/{one.key}.md"),
        "modules": lambda: url_for("authoring.edit", file=f"fr/{one.unit}.md"),
        "items": lambda: url_for("authoring.questions", file=f"fr/{one.unit}.items.md"),
        "pictures": lambda: url_for("authoring.pictures"),
        "courses": lambda: url_for("authoring.course_lines", course_key=one.key),
    }
    return pages[one.kind]()


def paths_of(one: Key) -> list[str]:
    """The files that are this page; none for what is an entry of a file."""
    return list(renaming.plan(settings().shown_content, one.kind, one.key, one.key, unit=one.unit).moves)


def why_it_stays(one: Key) -> str:
    """Why the key is not changed, nor its page taken away; empty when it may. Answers of people stand under a key, and shipped changes."""
    if one.kind == "objectives" and fields.SKILL.fullmatch(one.key):
        return "skill"
    if one.kind in ("modules", "situations", "courses"):
        if any((settings().content / path).is_file() for path in paths_of(one)):
            return "shipped"
        if any(_was_published(path) for path in paths_of(one)):
            return "published"
    if one.kind in ("modules", "items") and _is_answered(one):
        return "answered"
    if one.kind == "courses" and _is_followed(one.key):
        return "followed"
    return ""


def _is_followed(course: str) -> bool:
    """Whether a cohort, a learner's run or an assignment names it; a sitting and an attestation belong to such a run."""
    queries = (
        select(Cohort.id).where(Cohort.course == course),
        select(Registration.id).where(Registration.kind == COURSE, Registration.key == course),
        select(Assignment.id).where(Assignment.kind == COURSE, Assignment.key == course),
    )
    return any(reading_session().scalar(query.limit(1)) is not None for query in queries)


def _was_published(path: str) -> bool:
    own = settings().own_content
    if text_files.state(settings().shown_content, path) in ("published", "withdrawn", "expired"):
        return True
    return any(version.did == "publish" for version in history.versions(own, [path]))


def _is_answered(one: Key) -> bool:
    module = one.unit.rpartition("/")[2]
    for table in (Attempt, SittingItem):
        query = select(table.id).where(table.module == module).limit(1)
        if one.kind == "items":
            query = query.where(table.item == one.key)
        if reading_session().scalar(query) is not None:
            return True
    return False


def reasons() -> dict[str, tuple[str, str]]:
    """Why a key stays: a title, and what to do instead."""
    return {
        "skill": (_("The skills of the game keep their keys"), _("Change its words instead.")),
        "shipped": (
            _("This page came with the program"),
            _("Its changes, safety blocks first, reach this site by its key. Change its title, or begin a page as a copy of it."),
        ),
        "published": (_("Readers have had this page"), _("What they did is kept under its key. Change its title, or withdraw it.")),
        "answered": (_("Learners have answered it"), _("Their answers are kept under its key. Change its words instead.")),
        "followed": (_("Learners have this course"), _("What they did is kept under its key. Change its title instead.")),
        "used": (_("It is still used"), _("Take it out of the places below first: they would lose it.")),
    }
