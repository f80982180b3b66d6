"""`{{…}}` in authors' texts, replaced by what the site's rule says."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{\{([^{}]*+)\}\}")


def substitute(text: str, values: Mapping[str, str]) -> str:
    """Every known `{{key}}` replaced; an unknown one stays as it is, for the check to find."""
    if "{{" not in text:
        return text
    return PLACE.sub(lambda place: values.get(place[1].strip(), place[0]), text)


def names_in(text: str) -> list[str]:
    """The keys a text asks for, in the order they stand."""
    return [key.strip() for key in PLACE.findall(text)] if "{{" in text else []
