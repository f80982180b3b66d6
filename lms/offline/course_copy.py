"""A course as a phone keeps it: its modules' pages, how many bytes they are, and until when they may be shown."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import url_for

from courses.model.content import Course, Module
from courses.packages import page
from lms.learning import pages as learning_pages
from lms.web.current_site import SiteContent
from lms.web.site import content
from lms.web.site.layout import settings

FRAME_BYTES = 14_000
"""What the frame of the site adds to each page, not packed."""
PICTURE = re.compile(r'src="[^"]*?/media/([^"]+)"')


@dataclass(frozen=True, slots=True)
class ModuleCopy:
    key: str
    title: str
    html: str
    """Every screen and practice question, safe HTML."""
    until: date | None


@dataclass(frozen=True, slots=True)
class CourseCopy:
    """version: changes with every word. until: the first day on which a part of it is to be looked at again; None where no part is."""

    course: Course
    version: str
    n_bytes: int
    until: date | None
    modules: tuple[ModuleCopy, ...]


def of_course(course_key: str, language: str) -> CourseCopy:
    """Raises NotFound. Drawn once for the content that stands."""
    content.course(course_key)
    return _of(content.snapshot(), course_key, language, settings().shown_content / "media")


@lru_cache(maxsize=16)
def _of(shown: SiteContent, course_key: str, language: str, media: Path) -> CourseCopy:
    course = shown.catalogue.course(course_key)
    modules = tuple(_module(course, shown.catalogue.module(key, language)) for key in course.modules)
    pictures = {name for one in modules for name in PICTURE.findall(one.html)}
    n_bytes = sum(len(one.html.encode()) + FRAME_BYTES for one in modules)
    n_bytes += sum((media / name).stat().st_size for name in pictures if (media / name).is_file())
    version = hashlib.sha256("".join(one.html for one in modules).encode()).hexdigest()[:12]
    until = min((one.until for one in modules if one.until is not None), default=None)
    return CourseCopy(course, version, n_bytes, until, modules)


def _module(course: Course, module: Module) -> ModuleCopy:
    steps = page.steps(module, page.practice_items(module), lambda link: _resolve(course, link))
    return ModuleCopy(module.key, module.title, "\n".join(steps), module.expires)


def _resolve(course: Course, link: str) -> str:
    """Links to modules of the same course and to the safety pages stay open without network; the words of any other link stay."""
    kind, _, rest = link.partition(":")
    key = rest.partition("#")[0]
    if kind == "module":
        return url_for("offline.module", course_key=course.key, module_key=key) if key in course.modules else page.DEAD
    if kind == "page" and key not in ("fever", "real-problem", "when-i-call"):
        return page.DEAD
    return learning_pages.resolve(link)


def facts(course: Course, module: Module) -> dict[str, Any]:
    """What the scripts of a module's page know of it, ready for JSON."""
    items = page.practice_items(module)
    known = page.settings(course, module, items)
    return known | {"course": course.key, "sendsAnswers": True, "versions": {item.key: item.version for item in items}}
