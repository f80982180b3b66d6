"""Addresses of pages, remembered: a page writes some thirty of them, nearly all the same as on the page before."""

from typing import Any

from flask import Flask

from lms.web.routing import locales
from lms.web.routing.request_values import request_context

REMEMBERED = frozenset(["lang", "path", "v", "course_key", "module_key", "number"])
"""Addresses whose values have these names alone: keys of the content, no keys of people and nothing that somebody typed."""
MOST = 4096


class AddressedFlask(Flask):
    """A Flask application that builds an address once for each language and each path it is mounted at.

    What else an address may depend on (an anchor, a scheme, the blueprint of this request, no request at all) is built each time.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[tuple[Any, ...], str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's. Raises BuildError."""
        values = {name: value for name, value in values.items() if value is not None}  # flask.url_for passes each option it has
        context = request_context()
        if context is None or endpoint[:1] == "." or not (values.keys() <= REMEMBERED and _are_plain(values)):
            return super().url_for(endpoint, **values)
        adapter = context.url_adapter
        key = (adapter.script_name if adapter else "", locales.current(), endpoint, *values.items())
        address = self._addresses.get(key)
        if address is None:
            if len(self._addresses) >= MOST:
                self._addresses.clear()
            address = self._addresses[key] = super().url_for(endpoint, **values)
        return address


def _are_plain(values: dict[str, Any]) -> bool:
    """Whether equal values are written the same way: True equals 1 and is another word in an address."""
    return all(type(value) is str or type(value) is int for value in values.values())
