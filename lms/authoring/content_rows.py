"""Every file that may be written, as a list: sorted, filtered, fifty a page, and the same as CSV."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from courses.authoring.file_list import Row
from lms.authoring import words
from lms.web.routing import locales
from lms.web.tables.listing import Column, Listing, MemoryRows

FILTERS = ("state", "language", "kind", "place")


def listing(rows: Sequence[Row], filters: Mapping[str, str], places: Mapping[str, str], unclear: Mapping[str, int]) -> Listing[Row]:
    """filters: FILTERS of the address. places: of a folder, in words. unclear: how many readers said so of a module.

    As nobody asked otherwise: in the order of courses and modules, by place.
    """
    return Listing(columns(places, unclear), MemoryRows([row for row in rows if is_asked(row, filters)]), "")


def is_asked(row: Row, filters: Mapping[str, str]) -> bool:
    values = {"state": row.state, "language": row.piece.language, "kind": row.piece.kind, "place": row.piece.folder}
    return all(filters.get(key, "") in ("", value) for key, value in values.items())


def columns(places: Mapping[str, str], unclear: Mapping[str, int]) -> list[Column[Row]]:
    states, kinds, freshness, languages = words.state_names(), words.kind_names(), words.freshness_names(), words.language_names()

    def state(row: Row) -> str:
        return f"{states[row.state]}, {_('new draft beside')}" if row.has_draft else states[row.state]

    def place(row: Row) -> str:
        return places.get(row.piece.folder, row.piece.folder)

    def count(row: Row) -> int:
        return unclear.get(row.piece.key, 0) if row.piece.kind == "text" else 0

    return [
        Column("title", _("Page"), lambda row: row.title, lambda row: row.title.casefold(), language=lambda row: row.piece.language),
        Column("kind", _("What"), lambda row: kinds[row.piece.kind], lambda row: kinds[row.piece.kind]),
        Column("place", _("Course"), place, place),
        Column("language", _("Language"), lambda row: languages[row.piece.language], lambda row: languages[row.piece.language]),
        Column("state", _("State"), state, lambda row: (list(states).index(row.state), row.has_draft)),
        Column("expires", _("Expires"), lambda row: locales.day(row.expires) if row.expires else "–", lambda row: row.expires or date.max),
        Column("translation", _("Translation"), lambda row: freshness.get(row.translation, "–"), lambda row: row.translation),
        Column("words", _("Words"), lambda row: str(row.words), lambda row: row.words, is_number=True),
        Column("problems", _("Problems"), lambda row: str(row.problems), lambda row: row.problems, is_number=True),
        Column("unclear", _("Not clear"), lambda row: str(count(row)), count, is_number=True),
    ]
