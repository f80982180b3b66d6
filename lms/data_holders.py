"""Who holds the data of a site, its mail and its copies, in which country, under which certificate: a TOML file of the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms import toml_files
from lms.errors import SettingsInvalid

PLACES = ("site", "mail", "copies")
FIELDS = ("name", "country", "hds")
LONGEST = 200
EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""Countries of the European Economic Area, ISO 3166-1."""


@dataclass(frozen=True, slots=True)
class DataHolder:
    """name: who it is. country: two letters, where the machines stand. hds: the certificate, or why none is needed."""

    name: str
    country: str
    hds: str

    @property
    def is_in_eea(self) -> bool:
        return self.country in EEA


def file(label: str, value: object) -> Mapping[str, DataHolder]:
    """Each place of the file. Raises SettingsInvalid for an unknown place or a missing value: nothing is guessed."""
    path, rows = toml_files.read(label, value)
    if unknown := set(rows) - set(PLACES):
        raise SettingsInvalid(label, f"{path}: [{sorted(unknown)[0]}] is none of {', '.join(PLACES)}")
    return {place: _holder(f"{label} ({path}, [{place}])", row) for place, row in rows.items()}


def _holder(label: str, row: object) -> DataHolder:
    values = row if isinstance(row, dict) else {}
    for name in FIELDS:
        text = values.get(name)
        if not isinstance(text, str) or not text.strip() or not text.isprintable() or len(text) > LONGEST:
            raise SettingsInvalid(label, f"{name} is not one line of at most {LONGEST} signs")
    if unknown := set(values) - set(FIELDS):
        raise SettingsInvalid(label, f"{sorted(unknown)[0]} is none of {', '.join(FIELDS)}")
    country = values["country"].strip().upper()
    if len(country) != 2 or not country.isalpha():
        raise SettingsInvalid(label, "country is not two letters, such as FR")
    return DataHolder(values["name"].strip(), country, values["hds"].strip())


CHECKS: dict[str, Callable[[str, object], object]] = {"data_holders": file}
