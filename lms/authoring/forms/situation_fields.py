"""What the form of a situation holds of its head: its skills and sources, when, where and for whom it is met."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from courses.library.structure import Structure
from courses.model.game import Book
from lms.authoring.forms import template_words
from lms.authoring.forms.effect_fields import Names
from lms.web.routing import locales
from lms.web.routing.forms import Form

LAST_DAY = 28
LISTS = ("skills", "sources", "slots", "regimens", "roles", "campaigns", "people", "card")
PICKS = ("room", "face", "posture", "module", "alert", "note", "hospital")
NEEDED = ("skills", "sources", "slots")

Values = Mapping[str, Any]
HeadValues = dict[tuple[str | int, ...], Any]


@dataclass(frozen=True, slots=True)
class MayChoose:
    """What may be chosen: name of a value -> key -> words. effects: what an effect may name."""

    choices: Mapping[str, Mapping[str, str]]
    effects: Names


def known_keys(structure: Structure, book: Book | None) -> MayChoose:
    """book: None while the game cannot be read; then a form offers what its file says already."""
    language = locales.current()
    skills = {key: one for key, one in structure.objectives.items() if key.startswith("K") and key[1:].isdecimal()}
    choices: dict[str, Mapping[str, str]] = {
        "skills": {key: one.text.get(language, key) for key, one in skills.items()},
        "sources": {key: one.title for key, one in sorted(structure.references.items(), key=lambda row: row[1].title.casefold())},
        "slots": template_words.slot_names(),
        "roles": template_words.role_names(),
        "people": template_words.person_names(),
        "room": dict(template_words.room_names()),
        "face": dict(template_words.face_names()),
        "posture": dict(template_words.posture_names()),
        "note": template_words.note_names(),
        "hospital": template_words.hospital_names(),
        "module": {"": _("none"), **{key: key for key in structure.modules}},
        "regimens": {},
        "campaigns": {},
        "card": {},
        "alert": {"": _("none")},
    }
    return MayChoose(choices, Names({}, {}, {})) if book is None else _with_game(choices, book, language)


def _with_game(choices: dict[str, Mapping[str, str]], book: Book, language: str) -> MayChoose:
    def words(base: str, key: str) -> str:
        return book.text(language, f"{base}.{key}") if book.has_text(language, f"{base}.{key}") else key

    numbers = book.numbers
    alerts = {alert.key: words("alert", f"{alert.key}.sheet") for alert in numbers.alerts}
    to_tell = {alert.key: alerts[alert.key] for alert in numbers.alerts if alert.flag != "green"}
    choices |= {"card": alerts, "alert": {**choices["alert"], **to_tell}}
    choices |= {"regimens": {key: key for key in numbers.regimens}, "campaigns": {key: key for key in book.campaigns}}
    gauges = {key: words("gauge", key) for key in numbers.body.start}
    symptoms = {key: words("sign", f"{key}.told") for key in numbers.symptoms}
    return MayChoose(choices, Names(gauges, symptoms, {key: words("action", f"{key}.label") for key in numbers.actions}))


def with_current(everything: MayChoose, values: Values) -> MayChoose:
    """What may be chosen, and what the file says already: a save never drops what it could not offer, but a source nobody knows."""
    choices = {"sources": everything.choices["sources"]}
    for name, rows in everything.choices.items():
        if name in choices:
            continue
        now = _list(values, name) if name in LISTS else [str(values.get(name) or "")]
        choices[name] = {**{key: key for key in now if key and key not in rows}, **rows}
    return MayChoose(choices, everything.effects)


def field_values(values: Values) -> dict[str, str]:
    """What each simple field holds when the form opens."""
    days = values.get("days")
    first, last = (str(days[0]), str(days[-1])) if isinstance(days, list) and days else ("", "")
    words = {name: str(values.get(name) or "") for name in PICKS}
    is_scripted = "yes" if values.get("only_scripted") is True else ""
    return {"first_day": first, "last_day": last, "about": ", ".join(_list(values, "about")), "only_scripted": is_scripted, **words}


def lists_of_form(posted_form: Form, fields: MultiDict[str, str], values: Values) -> dict[str, list[str]]:
    """What is ticked in each list: what was sent, or what the file says."""
    if "base" not in fields:
        return {name: _list(values, name) for name in LISTS}
    more = [fields["more_source"]] if fields.get("more_source") else []
    return {name: [key for key in fields.getlist(name) + (more if name == "sources" else []) if key] for name in LISTS}


def _list(values: Values, name: str) -> list[str]:
    rows = values.get(name)
    return [str(one) for one in rows] if isinstance(rows, list) else []


def read(posted_form: Form, fields: MultiDict[str, str], values: Values, everything: MayChoose) -> HeadValues:
    """Path -> value of the head; refuses what cannot be taken."""
    head: HeadValues = {}
    for name, keys in lists_of_form(posted_form, fields, values).items():
        chosen_keys = list(dict.fromkeys(key for key in keys if key in everything.choices[name]))
        if not chosen_keys and name in NEEDED:
            posted_form.refuse(name, _needed(name), _("Choose at least one."))
        head[name,] = chosen_keys or None
    for name in PICKS:
        if posted_form.text(name) not in everything.choices[name]:
            posted_form.refuse(name, _("This is not in the list"), _("Choose it in the list."))
        head[name,] = posted_form.text(name) or None
    head["about",] = [one.strip() for one in posted_form.text("about").split(",") if one.strip()] or None
    head["only_scripted",] = True if posted_form.text("only_scripted") == "yes" else None
    head["days",] = _days(posted_form)
    return head


def _needed(name: str) -> str:
    titles = {"skills": _("The skills are missing"), "sources": _("The sources are missing"), "slots": _("The moments are missing")}
    return titles[name]


def _days(posted_form: Form) -> list[int] | None:
    first, last = posted_form.text("first_day"), posted_form.text("last_day")
    if not first and not last:
        return None
    if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= LAST_DAY:
        return [int(first), int(last)]
    words = _("From 1 to %(n)s, the first one before the last.", n=LAST_DAY)
    posted_form.refuse("first_day", _("The days are not days of the cycle"), words)
    return None
