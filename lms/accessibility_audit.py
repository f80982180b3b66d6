"""An audit of accessibility by a person, as the operator writes it in a TOML file of the settings: each criterion of RGAA 4.1 once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from lms import toml_files
from lms.errors import SettingsInvalid

THEMES = (
    (1, "Images", "Images", 9),
    (2, "Cadres", "Frames", 2),
    (3, "Couleurs", "Colours", 3),
    (4, "Multimédia", "Multimedia", 13),
    (5, "Tableaux", "Tables", 8),
    (6, "Liens", "Links", 2),
    (7, "Scripts", "Scripts", 5),
    (8, "Éléments obligatoires", "Mandatory elements", 10),
    (9, "Structuration de l’information", "Structure of information", 4),
    (10, "Présentation de l’information", "Presentation of information", 14),
    (11, "Formulaires", "Forms", 13),
    (12, "Navigation", "Navigation", 11),
    (13, "Consultation", "Consultation", 12),
)
"""Number, French and English name, and count of criteria of each theme. Source: RGAA 4.1, accessibilite.numerique.gouv.fr."""
CRITERIA = tuple(f"{theme}.{number}" for theme, _fr, _en, count in THEMES for number in range(1, count + 1))
"""All 106, in their order."""
LISTS = ("met", "failed", "not_applicable")


@dataclass(frozen=True, slots=True)
class AccessibilityAudit:
    """day: when it ended; by: who did it. Each criterion of CRITERIA stands in one of the three sets."""

    day: date
    by: str
    met: frozenset[str]
    failed: frozenset[str]
    not_applicable: frozenset[str]


def read(setting: str, value: object) -> AccessibilityAudit | None:
    """The audit of the file that a setting names; None for an empty one. Raises SettingsInvalid, also for a criterion left out."""
    path, rows = toml_files.read(setting, value)
    if not rows:
        return None
    label = f"{setting} ({path})"
    if unknown := set(rows) - {"day", "by", *LISTS}:
        raise SettingsInvalid(label, f"{sorted(unknown)[0]} is none of day, by, {', '.join(LISTS)}")
    day, by = rows.get("day"), rows.get("by")
    if type(day) is not date:
        raise SettingsInvalid(label, "day is not a day, such as 2027-01-31 without quotes")
    if not isinstance(by, str) or not by.strip() or not by.isprintable() or len(by) > 200:
        raise SettingsInvalid(label, "by is not one line that says who did the audit")
    sets = {name: _criteria(label, name, rows.get(name, [])) for name in LISTS}
    named = [criterion for one in sets.values() for criterion in one]
    if twice := sorted({criterion for criterion in named if named.count(criterion) > 1}):
        raise SettingsInvalid(label, f"criterion {twice[0]} stands in two lists")
    if missing := [criterion for criterion in CRITERIA if criterion not in named]:
        raise SettingsInvalid(label, f"{len(missing)} of the {len(CRITERIA)} criteria stand in no list, {missing[0]} first")
    return AccessibilityAudit(day, by.strip(), *(frozenset(sets[name]) for name in LISTS))


def _criteria(label: str, name: str, value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if item not in CRITERIA:
            raise SettingsInvalid(label, f"{name}: {item!r} is no criterion of RGAA 4.1, such as '1.1'")
    return [str(item) for item in items]


CHECKS: Mapping[str, Callable[[str, object], object]] = {"accessibility_audit": read}
"""For lms.settings."""
