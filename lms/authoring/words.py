"""Words of the pages of writing, in the language of the page."""

from collections.abc import Mapping

from flask_babel import gettext as _


def state_names() -> Mapping[str, str]:
    """From what is begun to what nobody is shown."""
    return {
        "draft": _("draft"),
        "in_review": _("being read"),
        "published": _("published"),
        "expired": _("expired"),
        "withdrawn": _("withdrawn"),
        "missing": _("not written yet"),
    }


def kind_names() -> Mapping[str, str]:
    return {"text": _("text"), "items": _("questions"), "simple": _("simple version"), "situation": _("situation")}


def freshness_names() -> Mapping[str, str]:
    """How a translation stands to its source."""
    return {
        "current": _("up to date"),
        "stale": _("the source changed"),
        "stale-safety": _("a safety block changed"),
        "draft": _("not compared yet"),
        "machine": _("by a machine"),
        "missing": _("not written yet"),
    }


def language_names() -> Mapping[str, str]:
    return {"fr": _("French"), "en": _("English")}


def other_register_names() -> Mapping[str, str]:
    """Registers that are changed as text."""
    return {
        "search": _("words of the search"),
        "symptoms": _("symptom pages"),
        "paths": _("paths through several courses"),
        "preparing": _("preparing a consultation"),
        "cohort-names": _("words that no cohort may have in its name"),
    }
