"""Every word of an attestation, in one language: the paper and the public page print the same list, so that neither says more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask_babel import force_locale
from flask_babel import gettext as _

from courses.export.booklet import day
from lms.credentials import codes, validity
from lms.settings import Settings

PRODUCT = "Hors les murs"


class Facts(Protocol):
    """What is printed of one attestation: a row of the table, or a made-up one for a preview."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def course_version(self) -> str: ...
    @property
    def objectives(self) -> list[dict[str, str]]: ...
    @property
    def profession(self) -> Mapping[str, str]: ...
    @property
    def name(self) -> str | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def measure(self) -> str: ...
    @property
    def issued_at(self) -> datetime: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def is_demo(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """One attestation in one language. stamp: empty when it has a value. address: of its public page, the site's own."""

    language: str
    title: str
    stamp: str
    awarded_to: str
    name: str
    profession: str
    lines: tuple[Line, ...]
    objectives_title: str
    objectives: tuple[str, ...]
    code: str
    address: str
    check: str
    check_words: str
    issued: str
    scope: tuple[str, ...]


def printed(row: Facts, language: str, settings: Settings) -> Printed:
    """The words. Call it in an app context. Raises KeyError when the name was not typed yet: no other takes its place."""
    if not row.name:
        raise KeyError("name")
    is_demo = row.is_demo or settings.is_demo
    with force_locale(language):
        return Printed(
            language=language,
            title=_("Attestation of achievement"),
            stamp=stamp() if is_demo else "",
            awarded_to=_("awarded to"),
            name=row.name,
            profession=words_in(row.profession, language),
            lines=_lines(row, language),
            objectives_title=_("Objectives assessed"),
            objectives=tuple(words_in(words, language) for words in row.objectives),
            code=codes.grouped(row.code),
            address=address_of(row.code, settings),
            check=_("To check it:"),
            check_words=_("The public page shows what is printed here, and says whether the attestation still holds."),
            issued=_("Issued by %(issuer)s on %(day)s.", issuer=issuer_of(settings), day=day(validity.day_of(row.issued_at), language)),
            scope=scope(settings),
        )


def stamp() -> str:
    """What everything of a demonstration says."""
    return _("Demonstration, without value")


def stamp_in(language: str) -> str:
    with force_locale(language):
        return stamp()


def issuer_of(settings: Settings) -> str:
    return settings.issuer or settings.site_name or PRODUCT


def address_of(code: str, settings: Settings) -> str:
    """Where anybody checks it. From the settings alone: what a request says of its host is never printed."""
    return f"{settings.origin}/verify/{codes.grouped(code)}"


def words_in(words: Mapping[str, str], language: str) -> str:
    """In this language, else in French."""
    return words.get(language) or words["fr"]


def _lines(row: Facts, language: str) -> tuple[Line, ...]:
    version = _("version %(number)s", number=row.course_version)
    return (
        Line(_("Course"), words_in(row.title, language), version),
        Line(_("Passed on"), day(validity.day_of(row.issued_at), language)),
        Line(_("Valid until"), day(validity.last_day(row.expires_at), language) if row.expires_at else _("no end")),
        Line(_("Hours"), duration(row.minutes), measure_words(row.measure)),
    )


def scope(settings: Settings) -> tuple[str, ...]:
    """How it was earned, and what it is not."""
    if settings.credited_by:
        credit = _("Credited by: %(body)s.", body=settings.credited_by)
    else:
        credit = _("It counts neither as DPC nor as certification périodique.")
    return (_("Online test, without supervision."), credit, _("It says what was achieved in a test, not what is done in practice."))


def duration(minutes: int) -> str:
    """1 h 50, 50 min, 2 h; never 0 for a time that was spent."""
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def measure_words(measure: str) -> str:
    """How the minutes were measured."""
    if measure == "active":
        return _("active time, measured page by page, pauses left out")
    return _("duration stated by the course, not measured")
