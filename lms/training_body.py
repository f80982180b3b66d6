"""What a TOML file of the settings says of the body that runs the training. What it leaves out is named, never invented."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lms import toml_files
from lms.errors import SettingsInvalid

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
SIRET = re.compile(r"[0-9]{14}")
SCHEME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ACTIVITY = re.compile(r"[0-9]{11}")


def _line(text: str) -> str:
    """A fault, or nothing."""
    return (
        "" if text.isprintable() and len(text) <= LONGEST_LINE else f"is not one line of at most {LONGEST_LINE} signs that can be printed"
    )


def _text(text: str) -> str:
    return "" if len(text) <= LONGEST_TEXT else f"is longer than {LONGEST_TEXT} signs"


def _siret(text: str) -> str:
    digits = text.replace(" ", "")
    return "" if SIRET.fullmatch(digits) and _luhn(digits) else "is no SIRET: fourteen digits, the last one their key"


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _activity(text: str) -> str:
    return "" if ACTIVITY.fullmatch(text.replace(" ", "")) else "is no activity number (NDA): eleven digits"


def _hours(text: str) -> str:
    return "" if text.isascii() and text.isdigit() and 1 <= int(text) <= 1000 else "is no whole number of hours from 1 to 1000"


def _days(text: str) -> str:
    return "" if text.isascii() and text.isdigit() and 1 <= int(text) <= 365 else "is no whole number of days from 1 to 365"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be said of a body. fr, en: its name on pages and papers. fault: what is wrong with a text; empty for nothing."""

    fr: str
    en: str
    fault: Callable[[str], str] = _line


FACTS: Mapping[str, Fact] = {
    "name": Fact("Organisme", "Training body"),
    "address": Fact("Adresse", "Address"),
    "siret": Fact("SIRET", "SIRET", _siret),
    "activity_number": Fact("Numéro de déclaration d’activité", "Activity number", _activity),
    "qualiopi": Fact("Certification Qualiopi", "Qualiopi certification"),
    "disability_contact": Fact("Contact handicap", "Disability contact"),
    "help_technical": Fact("Aide technique", "Technical help"),
    "help_technical_hours": Fact(
        "Réponse de l’aide technique, en heures ouvrées", "Answer of the technical help, in working hours", _hours
    ),
    "help_teaching": Fact("Aide pédagogique", "Teaching help"),
    "help_teaching_hours": Fact(
        "Réponse de l’aide pédagogique, en heures ouvrées", "Answer of the teaching help, in working hours", _hours
    ),
    "funding": Fact("Financement", "Funding"),
    "interests": Fact("Liens d’intérêts", "Interests"),
    "complaint_days": Fact("Réponse à une réclamation, en jours", "Answer to a complaint, in days", _days),
    "director": Fact("Direction de la publication", "Publication director"),
    "host": Fact("Hébergeur\u00a0: nom, adresse, téléphone", "Host: name, address, telephone"),
    "terms_fr": Fact("Conditions d’utilisation (français)", "Terms of use (French)", _text),
    "terms_en": Fact("Conditions d’utilisation (anglais)", "Terms of use (English)", _text),
}
LEGAL = ("name", "address", "director", "host")
"""Facts of the legal notice. Terms have a page of their own."""
EVIDENCE = tuple(key for key in FACTS if key not in ("director", "host", "terms_fr", "terms_en"))
"""Facts of an evidence file."""


@dataclass(frozen=True, slots=True)
class TrainingBody:
    """facts: by keys of FACTS; what is not known is not there."""

    facts: Mapping[str, str] = field(default_factory=dict)

    def missing(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in keys if key not in self.facts)


def label(key: str, language: str) -> str:
    return FACTS[key].fr if language == "fr" else FACTS[key].en


def scheme_keys(setting: str, value: object) -> tuple[str, ...]:
    """Keys of credit schemes, from a list or a text with commas. Raises SettingsInvalid."""
    items = value if isinstance(value, list) else str(value).split(",")
    keys = tuple(str(item).strip() for item in items if str(item).strip())
    for key in keys:
        if not SCHEME.fullmatch(key):
            raise SettingsInvalid(setting, f"{key!r} is not the key of a credit scheme; separate several with commas")
    return keys


def check_together(values: Mapping[str, object], prefix: str) -> None:
    """No scheme without the body that gives the credit. Raises SettingsInvalid."""
    if values.get("credit_schemes") and not values.get("credited_by"):
        raise SettingsInvalid(f"{prefix}CREDIT_SCHEMES", f"names a scheme and no body: set {prefix}CREDITED_BY too, or leave both empty")


def read(setting: str, value: object) -> TrainingBody:
    """The facts of the file that a setting names; none for an empty one. Raises SettingsInvalid."""
    path, values = toml_files.read(setting, value)
    facts: dict[str, str] = {}
    for key, given in values.items():
        if key not in FACTS:
            raise SettingsInvalid(f"{path}: {key}", f"is not known. Known are: {', '.join(FACTS)}")
        text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else None
        fault = "is not text" if text is None else FACTS[key].fault(text)
        if fault:
            raise SettingsInvalid(f"{path}: {key}", fault)
        if text:
            facts[key] = text
    return TrainingBody(facts)


CHECKS: Mapping[str, Callable[[str, object], object]] = {"credit_schemes": scheme_keys, "training_body": read}
"""For lms.settings."""
