"""The three kinds of site: a demo shows drafts under a banner, a pilot those that clinicians answer for, a real one what is published."""

from collections.abc import Callable, Mapping
from typing import Literal

from lms.errors import SettingsInvalid

InstanceKind = Literal["demo", "pilot", "real"]
KINDS = ("demo", "pilot", "real")


def kind(label: str, value: object) -> str:
    if value not in KINDS:
        raise SettingsInvalid(label, f"{value!r} is none of {', '.join(KINDS)}")
    return str(value)


def check_together(values: Mapping[str, object], prefix: str) -> None:
    """Raises SettingsInvalid for a pilot whose fever rule nobody chose."""
    if values.get("instance") == "pilot" and not values.get("site_rule"):
        raise SettingsInvalid(f"{prefix}SITE_RULE", "is empty: the clinicians of a pilot choose its fever rule before it starts")


CHECKS: dict[str, Callable[[str, object], object]] = {"instance": kind}
