"""Which version of the Experience API a request speaks, and the older way to send one (alternate request syntax)."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from lrs.web.call import LATEST, Call
from lrs.web.errors import BadRequest, VersionUnknown

HEADER = "x-experience-api-version"
KNOWN_VERSIONS = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0")
_ONE = re.compile(r"1\.0(\.\d+)?")
_TWO = re.compile(r"2\.0(\.\d+)?")
_MOST_FIELDS = 100
_LONGEST_QUERY = 64 * 1024
_LONGEST_AUTHORIZATION = 1000
FORM_START = 64 * 1024
"""Bytes of a form that are read to find its Authorization field, before the rest is."""
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
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
    version = call.headers.get(HEADER, "")
    if _ONE.fullmatch(version):
        return LATEST["1"]
    if _TWO.fullmatch(version):
        return LATEST["2"]
    if call.resource in ("about", "profile") and not version:
        return LATEST["2"]
    raise VersionUnknown("version_header", "send X-Experience-API-Version with 1.0.x or 2.0.x")


def is_folded(call: Call) -> bool:
    """Whether the rest of the request stands in a form; version 2.0 knows no such requests."""
    return "method" in call.params and not call.headers.get(HEADER, "").startswith("2")


def check_folded(call: Call) -> None:
    """Raises BadRequest when a request in a form is not in order; its body is not looked at."""
    if call.method != "POST" or len(call.params) != 1:
        raise BadRequest("alternate_syntax", "the parameter 'method' goes with POST and with no other parameter in the address")
    if call.content_type.split(";")[0].strip().lower() not in _FORM_TYPES:
        raise BadRequest("alternate_syntax", f"a request with 'method' is sent as {_FORM_TYPES[0]}")


def authorization_in(start: bytes) -> str:
    """The Authorization field of a form's first bytes; empty when there is none. One that is cut off opens nothing."""
    for field in start.split(b"&", _MOST_FIELDS)[:_MOST_FIELDS]:
        name, _, value = field.partition(b"=")
        if name.lower() == b"authorization" and len(value) <= _LONGEST_AUTHORIZATION:
            return _plain(value)
    return ""


def unfold(call: Call, body: bytes) -> Call:
    """The request inside a POST that carries its method as parameter and the rest in a form; 1.0.3 part 3, 1.3.

    Raises BadRequest when it is not in order.
    """
    form = single(_fields(body))
    headers = {name: value for name, value in call.headers.items() if name not in ("content-type", "content-length")}
    headers |= {name.lower(): value for name, value in form.items() if name.lower() in _FORM_HEADERS}
    if call.headers.get("authorization"):
        headers["authorization"] = call.headers["authorization"]  # the one the guard has seen
    if any(_CONTROL.search(value) for value in headers.values()):
        raise BadRequest("alternate_syntax", "a field that stands for a header holds a control character")
    params = {name: value for name, value in form.items() if name.lower() not in _FORM_HEADERS and name != "content"}
    method = call.params["method"].upper()
    if method in ("PUT", "POST") and "content" not in form:
        raise BadRequest("alternate_syntax", "the form has no field named 'content'")
    if "content-type" not in headers and "content" in form:
        headers["content-type"] = "application/json"
    return Call(method, call.resource, params, headers, form.get("content", "").encode(), was_folded=True, endpoint=call.endpoint)


def _fields(body: bytes) -> list[tuple[str, str]]:
    """Names and values of a form, each read in one pass. Raises BadRequest."""
    pieces = body.split(b"&", _MOST_FIELDS)
    if len(pieces) > _MOST_FIELDS:
        raise BadRequest("alternate_syntax", f"the form has more than {_MOST_FIELDS} fields")
    try:
        return [(_plain(name), _plain(value)) for name, _, value in (piece.partition(b"=") for piece in pieces) if name]
    except UnicodeDecodeError as error:
        raise BadRequest("alternate_syntax", "the form is no UTF-8") from error


def _plain(value: bytes) -> str:
    """A form's value without its escapes. A whole run of escapes is read at once: a body may be made of nothing else."""
    return _ESCAPES.sub(_decode_run, value.replace(b"+", b" ")).decode()


def _decode_run(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run.group().replace(b"%", b"").decode())


def params_of(query: bytes) -> dict[str, str]:
    """The parameters of the address. Raises BadRequest when there are too many, one is given twice, or one is no UTF-8."""
    if not query:
        return {}
    if len(query) > _LONGEST_QUERY:
        raise BadRequest("query_too_long", f"the address holds over {_LONGEST_QUERY} bytes of parameters")
    try:
        return single(parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise BadRequest("query", f"the parameters of the address are no UTF-8, or more than {_MOST_FIELDS}") from error


def single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name. Raises BadRequest when one is given twice: which of the two was meant cannot be known."""
    params: dict[str, str] = {}
    for name, value in pairs:
        if name in params:
            raise BadRequest("parameter_twice", f"the parameter {name!r} is given twice")
        params[name] = value
    return params


def refuse_folded(call: Call) -> None:
    """Raises BadRequest for an alternate request in 2.0."""
    if call.is_two and (call.was_folded or "method" in call.params):
        raise BadRequest("alternate_syntax", "xAPI 2.0 knows no alternate request syntax; send the method itself")
