"""Credit schemes: what a body that gives credit for a course must keep to, as data. They claim nothing by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

RECORDS = (
    "identity", "profession", "rpps", "programme", "objectives", "prerequisites", "stated-hours", "active-hours", "sittings", "result",
    "day-of-result", "interests", "funding", "satisfaction", "complaints", "help", "disability",
)  # fmt: skip
"""What a scheme may ask to have recorded: the parts of the evidence file (lms/evidence)."""
UNITS = ("action", "hour", "ecmec")


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the fields a scheme divides its actions into. least: actions asked for in a period; None where the scheme says none."""

    key: str
    name: Mapping[str, str]
    least: int | None


@dataclass(frozen=True, slots=True)
class CreditScheme:
    """One scheme as of `read_on`. Words by language.

    audiences: roles it is for. begins, ends: first and last day on which it is in force; None for no end that is known.
    years: of one period. unit: what it counts; units_an_hour: None where hours are no measure of it. records: keys of RECORDS.
    open_points: what is not known, said to whoever uses it. references: keys of references.yml. expires: look again before this day.
    """

    key: str
    name: Mapping[str, str]
    authority: Mapping[str, str]
    audiences: tuple[str, ...]
    begins: date
    ends: date | None
    years: int | None
    unit: str
    units_an_hour: int | None
    axes: tuple[Axis, ...]
    records: tuple[str, ...]
    open_points: tuple[Mapping[str, str], ...]
    references: tuple[str, ...]
    read_on: date
    expires: date

    def is_in_force(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)
