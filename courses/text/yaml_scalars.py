"""Numbers and days as YAML reads them, without its surprises: what does not fit stays the text that the author typed."""

import math
from datetime import date, datetime
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.tokens import TagToken

MOST_BITS = 63
"""A whole number beyond this fits no column, and one of 5,000 digits cannot even be printed."""
INTEGER, DECIMAL, DAY = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp"


class TolerantConstructor(RoundTripConstructor):
    """Reads like its parent, but a day with an hour, a day of no calendar, a number without end and a number that is none stay text.

    Each check then says at its own line what it expected there; a parent that raises would name no line, and the whole file would go.
    """

    def number_or_text(self, node: ScalarNode) -> Any:
        try:
            found = self.construct_yaml_int(node) if node.tag == INTEGER else self.construct_yaml_float(node)
        except (ValueError, OverflowError, IndexError):
            return str(node.value)
        fits = found.bit_length() <= MOST_BITS if isinstance(found, int) else math.isfinite(found)
        return found if fits else str(node.value)

    def day_or_text(self, node: ScalarNode) -> Any:
        try:
            found = self.construct_yaml_timestamp(node)
        except (ValueError, OverflowError):
            return str(node.value)
        return found if isinstance(found, date) and not isinstance(found, datetime) else str(node.value)


TolerantConstructor.add_constructor(INTEGER, TolerantConstructor.number_or_text)
TolerantConstructor.add_constructor(DECIMAL, TolerantConstructor.number_or_text)
TolerantConstructor.add_constructor(DAY, TolerantConstructor.day_or_text)


def tag_line(text: str) -> int | None:
    """The line, from 0, of the first explicit tag (`!!python/object …`); None without one. Raises what the scanner raises."""
    for token in YAML(typ="rt").scan(StringIO(text)):
        if isinstance(token, TagToken):
            return int(token.start_mark.line)
    return None
