"""What a form offers to put into the words of a page: a source, a picture, a link to another module."""

from dataclasses import dataclass

from flask_babel import gettext as _

from courses.authoring import picture_words, text_files
from courses.authoring.text_files import Piece
from courses.library import content_folder
from lms.authoring.registers import routes as register_routes
from lms.web.site.layout import settings

PLAIN_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
"""Files hold plain spaces; those that do not break are put in for readers."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """One list to choose from. name: of its box. rows: (what is put in, words of the choice)."""

    name: str
    label: str
    rows: list[tuple[str, str]]


def of(piece: Piece) -> list[Insertion]:
    """Lists that have something; the words are in the language of the page that is written. Raises ContentUnreadable."""
    lists = [
        Insertion("source", _("A source"), _sources()),
        Insertion("picture", _("A picture"), _pictures(piece.language)),
        Insertion("module", _("A link to another module"), _modules(piece)),
    ]
    return [one for one in lists if one.rows]


def _sources() -> list[tuple[str, str]]:
    rows = [(key, register_routes.title_of("sources", one)) for key, one in register_routes.entries_of("sources").items()]
    return [(f"[@{key}]", f"{title[:90]} ({key})") for key, title in sorted(rows, key=lambda row: row[1].casefold())]


def _pictures(language: str) -> list[tuple[str, str]]:
    words = picture_words.words_by_address(settings().shown_content, language)
    return [(f"![{shown}](media:{address})", f"{shown[:90]} ({address})") for address, shown in words.items()]


def _modules(piece: Piece) -> list[tuple[str, str]]:
    """The modules that the same readers have, then the others."""
    folder = settings().shown_content
    modules = content_folder.current_structure(folder).modules
    mine = modules[piece.key].audience if piece.key in modules else ""
    entries = sorted((one for key, one in modules.items() if key != piece.key), key=lambda one: one.audience != mine)
    titles = {one.key: text_files.title(folder, f"{piece.language}/{one.course}/{one.key}.md") for one in entries}
    return [(f"[{title.translate(PLAIN_SPACES)}](module:{key})", f"{title} ({key})") for key, title in titles.items() if title]
