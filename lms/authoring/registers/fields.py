"""The fields of each register's form: how values are shown in them, what may be typed, and the sentence beside a field that is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from courses.library.structure_checks import DOI, web_address
from courses.text.keys import KEY
from lms.web.routing.forms import Form, is_printable, on_one_line

LONGEST_KEY, LONGEST_LINE, LONGEST_WORD = 60, 300, 80
NO_YEAR = "none"
HALF_A_YEAR = timedelta(days=180)
SKILL = re.compile(r"K\d\d")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """name: in the form; path: in the entry. kind: line, day, words (a list, by commas), tick or pick. choices: of a pick."""

    name: str
    path: tuple[str, ...]
    label: str
    kind: str = "line"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """One register. check: what several fields say together; it refuses what is wrong."""

    name: str
    title: str
    one: str
    help: str
    fields: tuple[Field, ...]
    check: Callable[[Form, date, Mapping[str, Values]], None]


def of(name: str, skills: list[tuple[str, str]]) -> RegisterForm:
    """skills: key and words of each skill of the game, for the objectives that train one. Raises KeyError."""
    return {"sources": _sources, "objectives": lambda: _objectives(skills), "glossary": _glossary}[name]()


def _sources() -> RegisterForm:
    seen = (
        ("excerpt", _("I read its own words")),
        ("secondary", _("I know it through another document, or read a copy")),
        ("to-verify", _("Nobody could read it yet")),
    )
    fields = (
        Field("title", ("title",), _("Title, in its own language"), is_needed=True),
        Field("organisation", ("organisation",), _("Who published it"), is_needed=True),
        Field("year", ("year",), _("Year"), help=_("Four digits. Leave it empty when no date stands in what you read.")),
        Field("year_from", ("year_from",), _("Where you looked for the date"), help=_("Needed without a year, like “the whole page”.")),
        Field("url", ("url",), _("Address of the page itself"), help=_("Never the front page of a site. It begins with https://")),
        Field("doi", ("doi",), _("DOI"), help=_("Alone, without an address before it, like 10.1000/182.")),
        Field("isbn", ("isbn",), _("ISBN")),
        Field("seen", ("seen",), _("How was it read?"), "pick", choices=seen, is_needed=True),
        Field("checked_on", ("checked_on",), _("Day it was read"), "day", is_needed=True),
        Field("valid_until", ("valid_until",), _("To be looked at again before"), "day", is_needed=True),
        Field("note", ("note",), _("Note for those who write")),
    )
    about = _("Every medical sentence names its source. Write it down here once; then put its key behind the sentence.")
    return RegisterForm("sources", _("Sources"), _("A source"), about, fields, _check_source)


def _objectives(skills: list[tuple[str, str]]) -> RegisterForm:
    fields = (
        Field("fr", ("fr",), _("In French"), help=_("What one can do afterwards, as one sentence."), is_needed=True),
        Field("en", ("en",), _("In English"), is_needed=True),
        Field(
            "professional_fr",
            ("professional", "fr"),
            _("In French, for professionals"),
            help=_("Where the words above speak to the patient; both languages or none."),
        ),
        Field("professional_en", ("professional", "en"), _("In English, for professionals")),
        Field("skill", ("skill",), _("Skill of the game that it trains"), "pick", choices=(("", _("none")), *skills)),
        Field("critical", ("critical",), _("Somebody is in danger who cannot do it"), "tick"),
    )
    about = _("What a learner can do after a module. Each question trains one of them.")
    return RegisterForm("objectives", _("Objectives"), _("An objective"), about, fields, lambda *_all: None)


def _glossary() -> RegisterForm:
    sides = ((_("in French"), "fr"), (_("in English"), "en"))
    fields = [
        field
        for name, language in sides
        for field in (
            Field(f"say_{language}", (language, "say"), _("Say, %(language)s", language=name), is_needed=True),
            Field(f"avoid_{language}", (language, "avoid"), _("Avoid, %(language)s", language=name), "words", _("Words joined by commas.")),
        )
    ]
    about = _("One word for one thing: the word readers meet everywhere, and those it replaces.")
    return RegisterForm("glossary", _("Glossary"), _("A word"), about, tuple(fields), lambda *_all: None)


def field_values(form: RegisterForm, values: Values, today: date) -> dict[str, str]:
    """What each field holds when the form opens. values: of the entry; empty for a new one."""
    if not values and form.name == "sources":
        return {"seen": "excerpt", "checked_on": today.isoformat(), "valid_until": (today + HALF_A_YEAR).isoformat()}
    words = {field.name: _as_typed(field, value_at(values, field.path)) for field in form.fields}
    return words | ({"year": ""} if words.get("year") == NO_YEAR else {})


def _as_typed(field: Field, value: Any) -> str:
    if field.kind == "words":
        return ", ".join(map(str, value)) if isinstance(value, list) else ""
    if field.kind == "tick":
        return "yes" if value is True else ""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def value_at(values: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def read(form: RegisterForm, posted_form: Form, today: date, others: Mapping[str, Values]) -> dict[tuple[str, ...], Any]:
    """Path -> value of every field; None for one left empty. Refuses in `typed` what cannot be taken. others: the register without it."""
    values: dict[tuple[str, ...], Any] = {}
    for field in form.fields:
        words = on_one_line(posted_form.text(field.name))
        if field.is_needed and not words:
            posted_form.refuse(field.name, _("“%(field)s” is missing", field=field.label), _("Fill in this field."))
        if len(words) > LONGEST_LINE or not is_printable(words):
            posted_form.refuse(field.name, _("“%(field)s” is too long", field=field.label), _("Up to %(n)s characters.", n=LONGEST_LINE))
        values[field.path] = _read_one(field, words, posted_form)
    form.check(posted_form, today, others)
    if form.name == "sources":
        values["year",] = int(posted_form.text("year")) if posted_form.text("year").isdecimal() else NO_YEAR
    return values


def _read_one(field: Field, words: str, posted_form: Form) -> Any:
    if field.kind == "tick":
        return True if words else None
    if field.kind == "words":
        return [one.strip() for one in words.split(",") if one.strip()]
    if field.kind == "day" and words:
        try:
            return date.fromisoformat(words)
        except ValueError:
            posted_form.refuse(field.name, _("“%(field)s” is no day", field=field.label), _("Write it like 2027-05-23."))
    if field.kind == "pick" and words and words not in [value for value, _words in field.choices]:
        posted_form.refuse(field.name, _("“%(field)s” is not chosen", field=field.label), _("Choose it in the list."))
    return words or None


def check_key(posted_form: Form, taken: Mapping[str, Any]) -> str:
    """The key of a new entry."""
    key = posted_form.text("key")
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        words = _("Lower-case letters and digits joined by hyphens, like mouth-care, up to %(n)s characters.", n=LONGEST_KEY)
        posted_form.refuse("key", _("The key is not one"), words)
    elif key in taken:
        posted_form.refuse("key", _("This key is taken"), _("Choose another key, or open the entry that has it."))
    return key


def _check_source(posted_form: Form, today: date, others: Mapping[str, Values]) -> None:
    year, url, doi = posted_form.text("year"), posted_form.text("url"), posted_form.text("doi")
    if year and not (year.isdecimal() and 1900 <= int(year) <= today.year):
        posted_form.refuse("year", _("The year is not one"), _("Four digits, up to this year; empty when no date stands in what you read."))
    if not year and not posted_form.text("year_from"):
        posted_form.refuse("year_from", _("The year is missing"), _("Write the year, or say here where you looked for it."))
    if url and not web_address(url):
        posted_form.refuse("url", _("The address is not one"), _("It begins with https:// and leads to the page itself."))
    elif url and not url.partition("://")[2].rstrip("/").partition("/")[2]:
        posted_form.refuse("url", _("The address is a front page"), _("Give the address of the page where the words stand."))
    if doi and not DOI.fullmatch(doi):
        posted_form.refuse("doi", _("The DOI is not one"), _("It begins with 10. and stands alone, like 10.1000/182."))
    if posted_form.text("seen") == "excerpt" and not (url or doi or posted_form.text("isbn")):
        posted_form.refuse("url", _("The address is missing"), _("What was read has an address, a DOI or an ISBN."))
    _check_days(posted_form, today)
    same = next((key for key, one in others.items() if (url and one.get("url") == url) or (doi and one.get("doi") == doi)), None)
    if same is not None:
        words = _("It stands in the register under the key %(key)s: use that one.", key=same)
        posted_form.refuse("url" if url else "doi", _("This document is there already"), words)


def _check_days(posted_form: Form, today: date) -> None:
    checked_on, valid_until = posted_form.text("checked_on"), posted_form.text("valid_until")
    if checked_on > today.isoformat():
        posted_form.refuse("checked_on", _("This day is still to come"), _("Write the day somebody read it."))
    if valid_until and valid_until <= checked_on:
        posted_form.refuse("valid_until", _("This day is too early"), _("Choose a day after the one it was read."))
