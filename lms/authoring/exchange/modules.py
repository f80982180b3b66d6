"""The modules questions can go to, and the items a module's file holds now."""

from pathlib import Path

from courses.authoring import text_files
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from courses.items import syntax
from courses.library import content_folder
from courses.model.content import Item
from courses.text import front_matter
from courses.text.source_texts import Texts
from courses.text.typography import typeset


def choices(folder: Path, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """By course, in their order: the course's title, and key and title of each of its modules."""
    structure = content_folder.shared_texts(Texts(folder)).structure
    return [
        (typeset(course.title[language], language), [(key, _title(folder, course.key, key, language)) for key in course.modules])
        for course in structure.courses.values()
    ]


def _title(folder: Path, course: str, key: str, language: str) -> str:
    for path in (f"{language}/{course}/{key}.md", f"fr/{course}/{key}.md"):
        try:
            title = front_matter.split(text_files.read(folder, path), path).text("title")
            return typeset(title, path[:2]) if title else key
        except ContentUnreadable:
            continue
    return key


def piece(folder: Path, module: str, language: str) -> Piece | None:
    """The items file of a module, there or not yet; None for a module no course lists."""
    entry = content_folder.shared_texts(Texts(folder)).structure.modules.get(module)
    return Piece(language, entry.course, module, "items") if entry else None


def items(folder: Path, items_file: Piece) -> tuple[Item, ...]:
    """What is being written there now: of the draft beside a published page when there is one."""
    text = text_files.read(folder, items_file.path)
    return syntax.parse(items_file.path, items_file.language, items_file.key, text).items
