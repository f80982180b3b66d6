"""Words and small questions that the templates of the forms ask: which files a page has, what rooms and moments are called."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.text_files import Piece
from courses.errors import UnknownContent
from lms.accounts.presence import present
from lms.authoring import working
from lms.authoring.forms.pages_of import form_address
from lms.authoring.pages import pages
from lms.web.site.layout import settings


@pages.context_processor
def form_words() -> dict[str, Callable[..., Any]]:
    return {
        "has_items": lambda piece: _has(piece.unit[1]),
        "has_simple": lambda piece: _has(piece.unit[2]),
        "form_of": _form_of,
        "pairs_of": lambda rows: list(rows.items()),
        "chosen_of": _chosen_of,
        "effect_words": effect_words,
        "unsaved_mark": lambda: working.mark(str(present().uuid))[:8],
    }


def _has(path: str) -> bool:
    return bool(text_files.read(settings().shown_content, path))


def _form_of(path: str) -> str:
    """The form of a file, or its editor when it is not there yet: that one begins it."""
    try:
        piece: Piece = text_files.piece(settings().shown_content, path)
    except UnknownContent:
        return url_for("authoring.contents")
    return form_address(piece) if _has(path) else url_for("authoring.edit", file=path)


def _chosen_of(rows: Mapping[str, str], chosen_keys: Collection[str]) -> dict[str, str]:
    return {key: words for key, words in rows.items() if key in chosen_keys}


def slot_names() -> dict[str, str]:
    return {"morning": _("morning"), "noon": _("noon"), "evening": _("evening"), "night": _("night")}


def room_names() -> list[tuple[str, str]]:
    return [
        ("", _("as the scene needs")),
        ("bedroom", _("bedroom")),
        ("kitchen", _("kitchen")),
        ("bathroom", _("bathroom")),
        ("living", _("living room")),
        ("balcony", _("balcony")),
        ("pharmacy", _("pharmacy")),
        ("clinic", _("clinic")),
        ("ward", _("hospital room")),
        ("market", _("market")),
        ("car", _("car")),
        ("waiting", _("waiting room")),
        ("school", _("outside the school")),
    ]


def face_names() -> list[tuple[str, str]]:
    return [
        ("", _("as she feels")),
        ("calm", _("calm")),
        ("tired", _("tired")),
        ("queasy", _("queasy")),
        ("worried", _("worried")),
        ("pain", _("in pain")),
        ("relieved", _("relieved")),
        ("smiling", _("smiling")),
    ]


def posture_names() -> list[tuple[str, str]]:
    return [
        ("", _("as the scene needs")),
        ("stand", _("standing")),
        ("sit", _("sitting")),
        ("phone", _("on the telephone")),
        ("write", _("writing on the telephone")),
        ("lie", _("lying")),
        ("table", _("at the table")),
    ]


def role_names() -> dict[str, str]:
    return {"patient": _("who is treated"), "caregiver": _("who cares for somebody")}


def person_names() -> dict[str, str]:
    return {
        "daughter": _("the person close to her"),
        "nurse": _("a nurse"),
        "pharmacist": _("the pharmacist"),
        "doctor": _("a doctor"),
        "friend": _("a friend"),
        "neighbour": _("a neighbour"),
    }


def note_names() -> dict[str, str]:
    return {"": _("none"), "hair": _("loss of hair"), "sadness": _("sadness"), "hospital": _("hospital")}


def hospital_names() -> dict[str, str]:
    return {"": _("none"), "arriving": _("arriving"), "staying": _("staying"), "leaving": _("leaving")}


def effect_words() -> dict[str, dict[str, str]]:
    """Words of an effect: name -> key -> words, "" for none."""
    return {
        "reports": {
            "": _("nobody"),
            "team": _("the team"),
            "on_call": _("the number on call"),
            "samu": _("emergency services"),
            "pharmacist": _("the pharmacist"),
            "gp": _("the family doctor"),
        },
        "dose": {
            "": _("as it is"),
            "taken": _("taken"),
            "late": _("taken late"),
            "skipped": _("left out"),
            "doubled": _("doubled"),
            "vomited": _("vomited"),
            "held": _("held back until the call"),
        },
        "hair": {"": _("as it is"), "short": _("cut short"), "scarf": _("under a scarf"), "cap": _("under a cap"), "bald": _("shaved")},
    }
