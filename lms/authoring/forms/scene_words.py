"""What the form of a situation holds below its head: the words of the scene, its questions, its choices and what each of them does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from courses.authoring import scene_edits
from courses.authoring.scene_edits import QUESTION, SCENE, Words
from courses.model.game_numbers import SLOTS
from courses.text.front_matter import FrontMatter
from courses.text.keys import KEY
from lms.authoring.forms import effect_fields
from lms.authoring.forms.effect_fields import Names
from lms.authoring.forms.situation_fields import HeadValues, Values
from lms.web.routing.forms import LONGEST, Form

MARKS = ("safe", "other", "unsafe")
BOX = {"label": "say", "feedback": "then", "later": "after"}
ASKED_BOX = {"label": "ask", "feedback": "answer"}
NEW = "new-one"
"""Stands for the key in the boxes of a choice, or of a question, that is not there yet."""
MOST_DAYS = 21


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the questions and of the choices, in the order of the structure. structure: it is written in this file."""

    questions: tuple[str, ...]
    choices: tuple[str, ...]
    structure: bool


def keys_of(source: Values, front: FrontMatter, *, structure: bool) -> Keys:
    """source: the head that holds the structure. Parts that the words have and the structure lacks come last."""
    parts = list(scene_edits.words_of(front))
    question_keys = [part[len(QUESTION) :] for part in parts if part.startswith(QUESTION)]
    choice_keys = [part for part in parts if part and not part.startswith(QUESTION)]
    questions = dict.fromkeys([*map(str, _mapping(source, "questions")), *question_keys])
    return Keys(tuple(questions), tuple(dict.fromkeys([*map(str, _mapping(source, "choices")), *choice_keys])), structure)


def _mapping(values: Any, name: str) -> Mapping[str, Any]:
    node = values.get(name) if isinstance(values, Mapping) else None
    return node if isinstance(node, Mapping) else {}


def box_of(part: str, kind: str) -> str:
    """The name of the box that holds a text."""
    if not part:
        return f"scene_{kind}"
    if part.startswith(QUESTION):
        return f"{ASKED_BOX[kind]}_{part[len(QUESTION) :]}" if kind in ASKED_BOX else f"ask_{part[len(QUESTION) :]}"
    return f"{BOX.get(kind, 'say')}_{part}"


def field_values(front: FrontMatter, keys: Keys) -> dict[str, str]:
    """What each field holds when the form opens."""
    words = {box_of(part, kind): text for part, texts in scene_edits.words_of(front).items() for kind, text in texts.items()}
    if not keys.structure:
        return words
    for key, one in _mapping(front.values, "questions").items():
        words[f"measures_{key}"] = "yes" if isinstance(one, Mapping) and one.get("measures") is True else ""
    for key, one in _mapping(front.values, "choices").items():
        words |= {f"mark_{key}": _mark(one), **effect_fields.field_values(f"now_{key}", _mapping(one, "effect"))}
        later = _mapping(one, "later")
        words |= {f"in_days_{key}": effect_fields.number_text(later.get("days")), f"in_slot_{key}": str(later.get("slot") or "")}
        words |= {f"in_called_{key}": "yes" if later.get("unless_called") is True else ""}
        words |= effect_fields.field_values(f"late_{key}", _mapping(later, "effect"))
    return words


def _mark(choice: Any) -> str:
    if not isinstance(choice, Mapping):
        return "other"
    return "safe" if choice.get("safe") is True else "unsafe" if choice.get("unsafe") is True else "other"


def read_words(posted_form: Form, fields: MultiDict[str, str], front: FrontMatter, keys: Keys) -> Words:
    """Part -> kind -> text as typed; what has no words and is not there yet is no part. Refuses words that are too long."""
    now = scene_edits.words_of(front)
    new_words: Words = {"": {kind: _words(posted_form, fields, box_of("", kind)) for kind in SCENE}}
    for part in _parts(posted_form, keys):
        new_key = NEW if part.removeprefix(QUESTION) not in (keys.questions if part.startswith(QUESTION) else keys.choices) else ""
        at = (QUESTION if part.startswith(QUESTION) else "") + NEW if new_key else part
        texts = {kind: _words(posted_form, fields, box_of(at, kind)) for kind in scene_edits.kinds_of(part)}
        if part in now or any(texts.values()):
            new_words[part] = texts
    return new_words


def _parts(posted_form: Form, keys: Keys) -> Iterator[str]:
    """Every part that stays or is new, in the order they are written in."""
    for mark, names, without, new_name in (
        (QUESTION, keys.questions, "without_ask", "new_ask"), ("", keys.choices, "without", "new_choice"),
    ):  # fmt: skip
        yield from (mark + key for key in names if posted_form.text(f"{without}_{key}") != "yes")
        new_key = posted_form.text(new_name)
        if new_key and keys.structure and KEY.fullmatch(new_key) and new_key not in names:
            yield mark + new_key


def _words(posted_form: Form, fields: MultiDict[str, str], name: str) -> str:
    words = fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    if len(words) > LONGEST:
        posted_form.refuse(name, _("The words are too long"), _("Up to %(n)s characters.", n=LONGEST))
    return words


def read_structure(posted_form: Form, values: Values, keys: Keys, names: Names) -> HeadValues:
    """Path -> value of what changes in the questions and choices; refuses what cannot be taken."""
    head: HeadValues = _questions(posted_form, values, keys)
    choices = _mapping(values, "choices")
    marks = {key: posted_form.text(f"mark_{key}") for key in choices if posted_form.text(f"without_{key}") != "yes"}
    new_key = _new_key(posted_form, "new_choice", keys.choices)
    if "safe" not in [*marks.values(), posted_form.text(f"mark_{NEW}") if new_key else ""]:
        posted_form.refuse("choices", _("No choice is safe"), _("Say of at least one choice that it is safe."))
    for key, one in choices.items():
        if key not in marks:
            head["choices", key] = None
        elif isinstance(one, Mapping):
            head |= _choice(posted_form, str(key), one, names)
    if new_key:
        mark = posted_form.text(f"mark_{NEW}")
        head["choices", new_key] = {**({mark: True} if mark in ("safe", "unsafe") else {}), "effect": {}}
    return head


def _questions(posted_form: Form, values: Values, keys: Keys) -> HeadValues:
    head: HeadValues = {}
    questions, new_key = _mapping(values, "questions"), _new_key(posted_form, "new_ask", keys.questions)
    for key, one in questions.items():
        does_measure = posted_form.text(f"measures_{key}") == "yes"
        if posted_form.text(f"without_ask_{key}") == "yes":
            head["questions", key] = None
        elif does_measure != (_mapping(questions, key).get("measures") is True):
            head["questions", key] = {**(one if isinstance(one, Mapping) else {}), "measures": does_measure or None}
    if new_key:
        new_question = {"measures": True} if posted_form.text(f"measures_{NEW}") == "yes" else {}
        if questions:
            head["questions", new_key] = new_question
        else:
            head["questions",] = {new_key: new_question}
    return head


def _new_key(posted_form: Form, name: str, taken: tuple[str, ...]) -> str:
    """The key of a choice or question that is added; "" for none."""
    key = posted_form.text(name)
    if key and not KEY.fullmatch(key):
        posted_form.refuse(name, _("The key is not one"), _("Lower-case letters and digits joined by hyphens, like call-the-team."))
    elif key in taken:
        posted_form.refuse(name, _("This key is taken"), _("Choose another key."))
    else:
        return key
    return ""


def _choice(posted_form: Form, key: str, one: Mapping[str, Any], names: Names) -> HeadValues:
    """Only what changes: a value that stays is not written anew."""
    head: HeadValues = {}
    mark = posted_form.text(f"mark_{key}")
    if mark in MARKS and mark != _mark(one):
        head["choices", key, "safe"] = True if mark == "safe" else None
        head["choices", key, "unsafe"] = True if mark == "unsafe" else None
    effect = effect_fields.read(posted_form, f"now_{key}", one.get("effect"), names)
    if effect != (one.get("effect") or {}):
        head["choices", key, "effect"] = effect
    later = _later(posted_form, key, _mapping(one, "later"), names)
    if later != _mapping(one, "later"):
        head["choices", key, "later"] = later or None
    return head


def _later(posted_form: Form, key: str, old: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """What comes later of a choice; nothing when no day is said."""
    days, slot = posted_form.text(f"in_days_{key}"), posted_form.text(f"in_slot_{key}")
    if not days and not slot:
        return {}
    if not days.isdecimal() or int(days) > MOST_DAYS:
        words = _("A whole number from %(low)s to %(high)s.", low=0, high=MOST_DAYS)
        posted_form.refuse(f"in_days_{key}", _("The days are not a number"), words)
    if slot not in SLOTS:
        posted_form.refuse(f"in_slot_{key}", _("The moment is missing"), _("Choose it in the list."))
    effect = effect_fields.read(posted_form, f"late_{key}", old.get("effect"), names)
    later = {**old, "days": int(days) if days.isdecimal() else 0, "slot": slot, "effect": effect}
    if posted_form.text(f"in_called_{key}") == "yes":
        later["unless_called"] = True
    elif old.get("unless_called") is True:
        del later["unless_called"]
    return later
