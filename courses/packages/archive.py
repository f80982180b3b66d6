"""One course in one language as a zip that another learning platform takes."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal, get_args

from courses.errors import UnknownContent
from courses.export import offline
from courses.model.content import Course
from courses.packages import manifests, page
from courses.serving.catalogue import Catalogue

Kind = Literal["scorm-1.2", "scorm-2004", "cmi5"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ADAPTERS: Mapping[Kind, page.PageKind] = {
    "scorm-1.2": page.PageKind("scorm.js", "'none'"),
    "scorm-2004": page.PageKind("scorm.js", "'none'"),
    "cmi5": page.PageKind("cmi5.js", "*"),
}
MANIFESTS = {"scorm-1.2": manifests.scorm_12, "scorm-2004": manifests.scorm_2004, "cmi5": manifests.cmi5}
MANIFEST_NAMES: Mapping[Kind, str] = {"scorm-1.2": "imsmanifest.xml", "scorm-2004": "imsmanifest.xml", "cmi5": "cmi5.xml"}
PICTURE = re.compile(r'src="\.\./(media/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Request:
    """What to pack. media: the folder of our pictures; on: the day it is made; site: the address that names the course for cmi5."""

    course: str
    language: str
    kind: Kind
    media: Path
    on: date
    site: str = "https://hors-les-murs.example"


def pack(catalogue: Catalogue, request: Request) -> bytes:
    """The zip; the same content and day give the same bytes. Practice alone leaves: no form and no final item.

    Raises UnknownContent for a course that this instance does not show, or without a module in this language.
    """
    course = catalogue.courses.get(request.course)
    if course is None:
        raise UnknownContent("course", request.course)
    kind = ADAPTERS[request.kind]
    shared = {name: (page.STATIC / name).read_bytes() for name in ("package.css", "spellings.js", "marking.js", "player.js", kind.adapter)}
    shared["package.css"] = offline.STYLE.read_bytes() + shared["package.css"]  # the pages of the pack, and then the form of a question
    files: dict[str, bytes] = dict(shared)
    parts: list[manifests.Part] = []
    for key in course.modules:
        module = catalogue.module(key, request.language)
        text = page.html(catalogue, course, module, kind)
        href = f"{request.language}/{key}.html"
        pictures = {path: request.media / PurePosixPath(path).relative_to("media") for path in sorted(set(PICTURE.findall(text)))}
        own = {path: file.read_bytes() for path, file in pictures.items() if file.is_file()}
        files |= {href: text.encode(), **own}
        parts.append(manifests.Part(key, module.title, module.summary, href, (href, *own, *shared)))
    if not parts:
        raise UnknownContent("course", request.course)
    files[MANIFEST_NAMES[request.kind]] = MANIFESTS[request.kind](_outline(course, request, parts))
    return _zip(files, request.on)


def _outline(course: Course, request: Request, parts: list[manifests.Part]) -> manifests.Outline:
    return manifests.Outline(
        key=course.key,
        identity=f"{request.site.rstrip('/')}/{request.language}/{course.key}",
        language=request.language,
        title=course.title[request.language],
        summary=course.summary[request.language],
        version=course.version,
        parts=parts,
        pass_percent=page.pass_percent(course) if page.needs_score(course) else None,
    )


def _zip(files: Mapping[str, bytes], on: date) -> bytes:
    """The manifest stands at the root, as platforms ask."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()
