"""What the form of a situation holds besides its words: its skills and sources, when and where it is met, which choice is safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from courses.library.structure import Structure
from lms.web.routing import locales
from lms.web.routing.forms import Form

SLOTS = ("morning", "noon", "evening", "night")
ROOMS = ("bedroom", "kitchen", "bathroom", "living", "balcony", "pharmacy", "clinic")
FACES = ("", "calm", "tired", "queasy", "worried", "pain", "relieved", "smiling")
POSTURES = ("", "stand", "sit", "phone", "lie", "table")
LAST_DAY = 21
MARKS = ("safe", "other", "unsafe")


@dataclass(frozen=True, slots=True)
class Known:
    """What may be chosen: key -> words."""

    skills: Mapping[str, str]
    sources: Mapping[str, str]
    modules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the form shows of the structure. choices: key -> safe, other or unsafe."""

    known_keys: Known
    skills: list[str]
    sources: list[str]
    slots: list[str]
    choices: dict[str, str]


def known_keys(_folder: Path, structure: Structure) -> Known:
    language = locales.current()
    skills = {key: one.text.get(language, key) for key, one in structure.objectives.items() if key.startswith("K") and key[1:].isdecimal()}
    sources = {key: one.title for key, one in sorted(structure.references.items(), key=lambda row: row[1].title.casefold())}
    return Known(skills, sources, {key: key for key in structure.modules})


def field_values(values: Mapping[str, Any]) -> dict[str, str]:
    """What each simple field holds when the form opens."""
    days = values.get("days")
    first, last = (str(days[0]), str(days[-1])) if isinstance(days, list) and days else ("1", str(LAST_DAY))
    words = {name: str(values.get(name) or "") for name in ("room", "face", "posture", "module")}
    return {"first_day": first, "last_day": last, **words}


def choices_of_form(posted_form: Form, fields: MultiDict[str, str], values: Mapping[str, Any], everything: Known) -> Scene:
    """What is ticked: what was sent, or what the file says."""
    was_sent = bool(posted_form.raw("first_day")) and "base" in fields
    of_file = values.get("choices")
    choices = of_file if isinstance(of_file, Mapping) else {}
    marks = {str(key): fields.get(f"mark_{key}", "") if was_sent else _mark(one) for key, one in choices.items()}
    if was_sent:
        sources = [*fields.getlist("source"), *([fields["more_source"]] if fields.get("more_source") else [])]
        return Scene(everything, fields.getlist("skill"), sources, fields.getlist("slot"), marks)
    return Scene(everything, _list(values, "skills"), _list(values, "sources"), _list(values, "slots"), marks)


def _list(values: Mapping[str, Any], name: str) -> list[str]:
    rows = values.get(name)
    return [str(one) for one in rows] if isinstance(rows, list) else []


def _mark(choice: Any) -> str:
    if not isinstance(choice, Mapping):
        return "other"
    return "safe" if choice.get("safe") is True else "unsafe" if choice.get("unsafe") is True else "other"


def read(posted_form: Form, fields: MultiDict[str, str], values: Mapping[str, Any], everything: Known) -> dict[tuple[str | int, ...], Any]:
    """Path -> value; refuses in `typed` what cannot be taken."""
    sent_scene = choices_of_form(posted_form, fields, values, everything)
    skills = [key for key in sent_scene.skills if key in everything.skills]
    sources = list(dict.fromkeys(key for key in sent_scene.sources if key in everything.sources))
    slots = [key for key in SLOTS if key in sent_scene.slots]
    if not skills:
        posted_form.refuse("skill", _("The skills are missing"), _("Choose at least one."))
    if not sources:
        posted_form.refuse("more_source", _("The sources are missing"), _("Choose at least one."))
    if not slots:
        posted_form.refuse("slot", _("The moments are missing"), _("Choose at least one."))
    first, last = posted_form.text("first_day"), posted_form.text("last_day")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= LAST_DAY):
        posted_form.refuse(
            "first_day", _("The days are not days of the cycle"), _("From 1 to %(n)s, the first one before the last.", n=LAST_DAY)
        )
        first = last = "1"
    if "safe" not in sent_scene.choices.values():
        posted_form.refuse("choices", _("No choice is safe"), _("Say of at least one choice that it is safe."))
    head: dict[tuple[str | int, ...], Any] = {
        ("skills",): skills, ("sources",): sources, ("slots",): slots, ("days",): [int(first), int(last)],
    }  # fmt: skip
    for name, allowed in (("room", ROOMS), ("face", FACES), ("posture", POSTURES), ("module", ("", *everything.modules))):
        if posted_form.text(name) not in allowed:
            posted_form.refuse(name, _("This is not in the list"), _("Choose it in the list."))
        head[name,] = posted_form.text(name) or None
    for key, mark in sent_scene.choices.items():
        head |= _mark_of_choice(key, mark, values["choices"][key])
    return head


def _mark_of_choice(key: str, mark: str, choice: Any) -> dict[tuple[str | int, ...], Any]:
    """Only what changes: an effect and what comes later stay as they were written."""
    if mark not in MARKS or mark == _mark(choice) or not isinstance(choice, Mapping):
        return {}
    return {("choices", key, "safe"): True if mark == "safe" else None, ("choices", key, "unsafe"): True if mark == "unsafe" else None}
