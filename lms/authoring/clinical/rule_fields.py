"""The fields of the rules of a site: its presets with their temperatures, their sentences in both languages, and the country's numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from courses.authoring.registers import shared_files, yaml_edits
from courses.authoring.registers.triage_rows import value_at
from courses.rules import rule_files
from courses.rules.rule_files import NUMBERS, RULES, SPELLS
from courses.text.keys import LANGUAGES
from lms.web.routing.forms import Form, is_printable

LONGEST = 300
DEGREES = ("call", "again", "wait_hours")


@dataclass(frozen=True, slots=True)
class RuleField:
    """One value. name: of its box; path: in the file; kind: degrees, words, keys, day, number or pick."""

    name: str
    path: tuple[str, ...]
    kind: str
    language: str = ""

    @property
    def key(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Part:
    """Fields under one heading: `site`, a preset, a way of spelling, or `numbers`."""

    key: str
    fields: tuple[RuleField, ...]
    is_preset: bool = False


def parts(text: str) -> list[Part]:
    """Everything a form shows of the file, in its order. Raises ContentUnreadable."""
    values = shared_files.values(text, RULES)
    presets, words = value_at(values, ("fever", "presets")) or {}, value_at(values, ("fever", "words")) or {}
    site = (
        RuleField("default", ("fever", "default"), "pick"),
        RuleField("low", ("fever", "low"), "degrees"),
        RuleField("checked_on", ("checked_on",), "day"),
        RuleField("valid_until", ("valid_until",), "day"),
    )
    all_parts = [Part("site", site)]
    for place, key in enumerate(presets):
        all_parts.append(Part(str(key), tuple(_of_preset(place, str(key), presets[key])), is_preset=True))
    for spell in SPELLS:
        keys = dict.fromkeys(key for language in LANGUAGES for key in value_at(words, (spell, language)) or ())
        rows = [
            RuleField(f"{spell}-{key}-{one}", ("fever", "words", spell, one, str(key)), "words", one) for key in keys for one in LANGUAGES
        ]
        all_parts.append(Part(spell, tuple(rows)))
    all_parts.append(Part("numbers", tuple(RuleField(f"number-{key}", ("numbers", key), "number") for key in NUMBERS)))
    return all_parts


def _of_preset(place: int, key: str, values: Mapping[str, Any]) -> Iterator[RuleField]:
    for name in DEGREES:
        if name in values:
            yield RuleField(f"preset-{place}-{name}", ("fever", "presets", key, name), "degrees")
    for language in LANGUAGES:
        yield RuleField(f"preset-{place}-name-{language}", ("fever", "presets", key, "name", language), "words", language)
    yield RuleField(f"preset-{place}-references", ("fever", "presets", key, "references"), "keys")


def opening_form(text: str) -> Form:
    """What each field holds when the form opens."""
    values = shared_files.values(text, RULES)
    return Form({field.name: _as_typed(value_at(values, field.path)) for part in parts(text) for field in part.fields})


def _as_typed(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def edited_text(form: Form, text: str, sources: Mapping[str, Any]) -> str:
    """The text with the values that differ; refuses what cannot be taken, in its field. Raises CannotEdit, ContentUnreadable."""
    now, new_text = shared_files.values(text, RULES), text
    for part in parts(text):
        for field in part.fields:
            old = value_at(now, field.path)
            if form.text(field.name) == _as_typed(old).strip():
                continue
            value = _read(form, field, sources, [str(key) for key in value_at(now, ("fever", "presets"))])
            if form.is_good:
                new_text = yaml_edits.set_value(new_text, field.path, value)
    return new_text


def _read(form: Form, field: RuleField, sources: Mapping[str, Any], presets: list[str]) -> Any:
    words = " ".join(form.text(field.name).split("\n")).replace("\r", "")
    if field.kind == "degrees":
        return _degrees(form, field, words)
    if field.kind == "day":
        try:
            return date.fromisoformat(words)
        except ValueError:
            form.refuse(field.name, _("This is no day"), _("Write it like 2027-05-23."))
    elif field.kind == "number" and rule_files.PHONE.fullmatch(words) is None:
        form.refuse(field.name, _("This is no number to call"), _("Digits alone, like 15."))
    elif field.kind == "pick" and words not in presets:
        form.refuse(field.name, _("The rule is not chosen"), _("Choose it in the list."))
    elif field.kind == "keys":
        keys = [one.strip() for one in words.split(",") if one.strip()]
        if not keys or any(key not in sources for key in keys):
            unknown = next((key for key in keys if key not in sources), "")
            form.refuse(
                field.name, _("A source is not known"), _("Keys of the register of sources, joined by commas: %(key)s", key=unknown)
            )
        return keys
    elif field.kind == "words" and not (0 < len(words) <= LONGEST and is_printable(words)):
        form.refuse(field.name, _("Words are missing"), _("Write them in both languages."))
    return words


def _degrees(form: Form, field: RuleField, words: str) -> Any:
    try:
        value = round(float(words.replace(",", ".")), 1)
    except ValueError:
        value = 0.0
    least, most = (0, 24) if field.key == "wait_hours" else (34, 40)
    if not least < value < most:
        form.refuse(field.name, _("This is not a number that fits"), _("Between %(low)s and %(high)s.", low=least, high=most))
    return int(value) if field.key == "wait_hours" and value == int(value) else value
