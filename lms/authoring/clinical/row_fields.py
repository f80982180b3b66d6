"""The fields of a row of the triage register: what it says, how fast, for whom, and what each of its sources says and asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from courses.authoring.registers.triage_rows import value_at
from courses.model.content import URGENCIES
from courses.text.keys import LANGUAGES
from courses.triage.register import IN_WORDS, NO_SPEED
from lms.authoring.registers import value_words
from lms.authoring.registers.value_words import Told
from lms.web.routing.forms import Form, is_printable

LONGEST = 600
TICKS = ("decide", "to_verify", "core")
Values = dict[tuple[str, ...], Any]


def urgency_names() -> dict[str, str]:
    return {
        "emergency": _("emergency: 15 or 112"),
        "now": _("the team at once, day or night"),
        "today": _("within 24 hours"),
        "next": _("at the next contact"),
    }


def speed_names() -> dict[str, str]:
    """What a source may ask."""
    return urgency_names() | {
        IN_WORDS: _("15 for a grade of the sign, as the words of the row say too"),
        NO_SPEED: _("it gives no speed"),
    }


def labels() -> dict[str, str]:
    """What the form calls each value of a row."""
    return {
        "fr": _("The sign, in French"),
        "en": _("The sign, in English"),
        "urgency": _("What to do"),
        "for": _("Treatments"),
        "says": _("Words that were read there"),
        "asks": _("How fast it asks to act"),
        "graded": _("Lower urgency that a graded source would allow"),
        "decide": _("Only a clinician can settle it"),
        "to_verify": _("No source was read yet"),
        "core": _("Every list for 15 must hold it"),
        "note": _("Note for who signs: how the sources differ, what is left to decide"),
        "alerts": _("Alerts of the game that say this sign"),
        "marks": _("Words by which it is found in a text"),
        "reviewer": _("Who signed it"),
        "reviewed_on": _("Signed on"),
        "number": _("Number in the register"),
    }


def told(values: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]) -> Told:
    """The row as its form would say it. known: key -> words of the sources, treatments and alerts."""
    urgencies, languages = urgency_names(), {"fr": _("In French"), "en": _("In English")}
    names = {"urgency": urgencies, "graded": urgencies, "for": known["regimens"], "says": known["sources"], "alerts": known["alerts"]}
    return value_words.told(values, labels(), {**names, "asks": {**known["sources"], **speed_names()}, "marks": languages})


def opening_form(values: Mapping[str, Any]) -> Form:
    """What the fields hold when the form opens."""
    fields = {name: str(values.get(name) or "") for name in ("urgency", "graded", "note", *LANGUAGES)}
    fields |= {name: "yes" if values.get(name) is True else "" for name in TICKS}
    for language in LANGUAGES:
        fields[f"marks_{language}"] = ", ".join(map(str, value_at(values, ("marks", language)) or ()))
    for key in sources_of(values):
        fields[f"says_{key}"] = str(value_at(values, ("says", key)) or "")
        fields[f"asks_{key}"] = str(value_at(values, ("asks", key)) or "")
    return Form(fields)


def sources_of(values: Mapping[str, Any]) -> list[str]:
    says = values.get("says")
    return [str(key) for key in says] if isinstance(says, Mapping) else []


def read(form: Form, posted: MultiDict[str, str], now: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> Values:
    """Path below the row -> value; refuses what cannot be taken. choices: keys of sources, regimens and alerts."""
    values: Values = {}
    for name, values_of_list in (("urgency", URGENCIES), ("graded", ("", *URGENCIES))):
        if form.text(name) not in values_of_list:
            form.refuse(name, _("How fast is not chosen"), _("Choose it in the list."))
        values[name,] = form.text(name) or None
    for language in LANGUAGES:
        values[language,] = _line(form, language, is_needed=True)
    values["note",] = _line(form, "note", is_needed=False) or None
    values |= {(name,): True if form.text(name) == "yes" else None for name in TICKS}
    values["for",] = [key for key in posted.getlist("for") if key in choices["regimens"]]
    if not values["for",]:
        form.refuse("for", _("The treatments are missing"), _("Choose at least one."))
    values["alerts",] = [key for key in posted.getlist("alert") if key in choices["alerts"]] or None
    for language in LANGUAGES:
        values["marks", language] = [one.strip() for one in form.text(f"marks_{language}").split(",") if one.strip()] or None
    if values["marks", "fr"] is None and values["marks", "en"] is None:
        values = {place: value for place, value in values.items() if place[0] != "marks"} | {("marks",): None}
    _sources(form, posted, now, choices["sources"], values)
    return values


def _line(form: Form, name: str, *, is_needed: bool) -> str:
    words = " ".join(form.text(name).replace("\r\n", "\n").split("\n"))
    if is_needed and not words:
        form.refuse(name, _("Words are missing"), _("Write them in both languages."))
    if len(words) > LONGEST or not is_printable(words):
        form.refuse(name, _("The words are too long"), _("Up to %(n)s characters.", n=LONGEST))
    return words


def _sources(form: Form, posted: MultiDict[str, str], now: Mapping[str, Any], choices: Sequence[str], values: Values) -> None:
    """Each source of the row with its words and its speed; a new one behind them, and those that are taken out."""
    out = set(posted.getlist("without"))
    rows = [(key, f"says_{key}", f"asks_{key}") for key in sources_of(now)]
    new_key = form.text("more_source")
    if new_key in choices and new_key not in sources_of(now):
        rows.append((new_key, "more_says", "more_asks"))
    for key, says, asks in rows:
        if key in out:
            values["says", key] = values["asks", key] = None
            continue
        words = _line(form, says, is_needed=False)
        if not words:
            form.refuse(says, _("The words of the source are missing"), _("Write what was read there, in its own words."))
        if form.text(asks) not in speed_names():
            form.refuse(asks, _("How fast the source asks to act is missing"), _("Choose it in the list."))
        values["says", key], values["asks", key] = words, form.text(asks)
    if rows and all(key in out for key, _says, _asks in rows):
        values = _without_sources(values)


def _without_sources(values: Values) -> Values:
    for place in [place for place in values if place[0] in ("says", "asks")]:
        del values[place]
    values["says",] = values["asks",] = None
    return values
