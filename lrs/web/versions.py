"""Which version of the Experience API a request speaks, and the older way to send one (alternate request syntax)."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from lrs.web.call import LATEST, Call
from lrs.web.errors import BadRequest, VersionUnknown

HEADER = "x-experience-api-version"
KNOWN = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0")
_ONE = re.compile(r"1\.0(\.\d+)?")
_TWO = re.compile(r"2\.0(\.\d+)?")
_MOST_FIELDS = 100
_FORM_TYPES = ("application/x-www-form-urlencoded", "text/plain")
"""Articulate Storyline sends the same form as text/plain; neither type opens anything without an access key in the form."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORM_HEADERS = (
    "authorization",
    HEADER,
    "content-type",
    "content-length",
    "if-match",
    "if-none-match",
    "accept",
    "accept-language",
)


def choose(call: Call) -> str:
    """1.0.3 or 2.0.0, from the header. About answers without one. Raises VersionUnknown."""
    given = call.headers.get(HEADER, "")
    if _ONE.fullmatch(given):
        return LATEST["1"]
    if _TWO.fullmatch(given):
        return LATEST["2"]
    if call.resource in ("about", "profile") and not given:
        return LATEST["2"]
    raise VersionUnknown("version_header", "send X-Experience-API-Version with 1.0.x or 2.0.x")


def unfold(call: Call) -> Call:
    """The request inside a POST that carries its method as parameter and the rest in a form; 1.0.3 part 3, 1.3.

    Raises BadRequest when it is not in order. Version 2.0 knows no such requests: `refuse_folded` turns them away.
    """
    if "method" not in call.params:
        return call
    if call.method != "POST" or len(call.params) != 1:
        raise BadRequest("alternate_syntax", "the parameter 'method' goes with POST and with no other parameter in the address")
    if call.content_type.split(";")[0].strip().lower() not in _FORM_TYPES:
        raise BadRequest("alternate_syntax", f"a request with 'method' is sent as {_FORM_TYPES[0]}")
    try:
        form = single(parse_qsl(call.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise BadRequest("alternate_syntax", f"the form is no UTF-8, or has more than {_MOST_FIELDS} fields") from error
    headers = {name: value for name, value in call.headers.items() if name not in ("content-type", "content-length")}
    headers |= {name.lower(): value for name, value in form.items() if name.lower() in _FORM_HEADERS}
    if any(_CONTROL.search(value) for value in headers.values()):
        raise BadRequest("alternate_syntax", "a field that stands for a header holds a control character")
    params = {name: value for name, value in form.items() if name.lower() not in _FORM_HEADERS and name != "content"}
    method = call.params["method"].upper()
    if method in ("PUT", "POST") and "content" not in form:
        raise BadRequest("alternate_syntax", "the form has no field named 'content'")
    if "content-type" not in headers and "content" in form:
        headers["content-type"] = "application/json"
    return Call(method, call.resource, params, headers, form.get("content", "").encode(), was_folded=True, endpoint=call.endpoint)


def single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name. Raises BadRequest when one is given twice: which of the two was meant cannot be known."""
    made: dict[str, str] = {}
    for name, value in pairs:
        if name in made:
            raise BadRequest("parameter_twice", f"the parameter {name!r} is given twice")
        made[name] = value
    return made


def refuse_folded(call: Call) -> None:
    """Raises BadRequest for an alternate request in 2.0."""
    if call.is_two and (call.was_folded or "method" in call.params):
        raise BadRequest("alternate_syntax", "xAPI 2.0 knows no alternate request syntax; send the method itself")
