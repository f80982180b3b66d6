"""One situation as its form shows it, and the text that its form makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from courses.authoring import page_parts, scene_edits, text_files
from courses.authoring.scene_edits import QUESTION
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.library.content_folder import SOURCE
from courses.text.front_matter import FrontMatter
from courses.text.source_texts import Texts
from lms.authoring.forms import effect_fields, scene_words, situation_fields
from lms.authoring.forms.scene_words import Keys
from lms.authoring.forms.situation_fields import HeadValues, MayChoose
from lms.web.routing.forms import Form
from lms.web.site import content
from lms.web.site.layout import settings

BOXES_OF_HEAD = {"days": "first_day"}
"""Key of the head -> the box of the form that holds it, where its name is another one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the template asks. lists: what is ticked in each; later: choices of which something comes later."""

    offer: MayChoose
    keys: Keys
    lists: Mapping[str, list[str]]
    later: frozenset[str]

    def rows(self, form: Form, prefix: str, kind: str) -> int:
        return effect_fields.rows(form, prefix, kind)


def is_scene(piece: Piece) -> bool:
    return piece.kind == "situation"


def has_structure(piece: Piece) -> bool:
    """Whether the file holds the structure of the situation, not its words alone."""
    return piece.language == SOURCE


def _source(piece: Piece, front: FrontMatter) -> Mapping[str, Any]:
    """The head that holds the structure; empty when the French file cannot be read."""
    if has_structure(piece):
        return front.values
    try:
        return page_parts.front(text_files.read(settings().shown_content, piece.counterpart), piece.counterpart).values
    except ContentUnreadable:
        return {}


def keys_of(piece: Piece, front: FrontMatter) -> Keys:
    return scene_words.keys_of(_source(piece, front), front, structure=has_structure(piece))


def _offer(front: FrontMatter) -> MayChoose:
    structure = content_folder.shared_texts(Texts(settings().shown_content)).structure
    return situation_fields.with_current(situation_fields.known_keys(structure, content.catalogue().game), front.values)


def field_values(piece: Piece, front: FrontMatter) -> dict[str, str]:
    """What each field holds when the form opens."""
    words = scene_words.field_values(front, keys_of(piece, front))
    return words | (situation_fields.field_values(front.values) if has_structure(piece) else {})


def read(piece: Piece, form: Form, fields: MultiDict[str, str], front: FrontMatter) -> tuple[HeadValues, str]:
    """The values of the head that the form says, and the new body; refuses what cannot be taken. Raises scene_edits.CannotHold."""
    keys, head = keys_of(piece, front), HeadValues()
    if has_structure(piece):
        offer = _offer(front)
        head = situation_fields.read(form, fields, front.values, offer)
        head |= scene_words.read_structure(form, front.values, keys, offer.effects)
    new_words = scene_words.read_words(form, fields, front, keys)
    return head, scene_edits.with_words(front, new_words) if form.is_good else front.body


def view(piece: Piece, form: Form, fields: MultiDict[str, str], front: FrontMatter) -> Scene:
    source = _source(piece, front)
    choices = source.get("choices")
    later = (
        [str(key) for key, one in choices.items() if isinstance(one, Mapping) and one.get("later")] if isinstance(choices, Mapping) else []
    )
    lists = situation_fields.lists_of_form(form, fields, front.values)
    return Scene(_offer(front), keys_of(piece, front), lists, frozenset(later))


def boxes_of_lines(front: FrontMatter) -> dict[int, str]:
    """Line of the file -> the box of the form that holds what stands there."""
    boxes = {line: scene_words.box_of(*place) for line, place in scene_edits.boxes_of_lines(front).items()}
    for key, line in front.lines.items():
        name, _dot, below = key.partition(".")
        of_part = {"choices": f"mark_{below}", "questions": scene_words.box_of(QUESTION + below, "label")}
        boxes[line] = of_part.get(name, name) if below else BOXES_OF_HEAD.get(name, name)
    return boxes
