"""From an ASGI scope to a WSGI environ (PEP 3333)."""

import sys
from collections.abc import MutableMapping
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from lms.asgi.bodies import Body

Scope = MutableMapping[str, Any]
SIZE = "CONTENT_LENGTH"
REFUSAL = "lms.refused_status"
"""Key of the environ: the status to answer a request whose body was not taken (lms/web/guards/body_refusal.py)."""


def environ_of(scope: Scope, body: Body | None, empty: IO[bytes]) -> dict[str, Any]:
    """The environ of a request whose body is whole. empty: the input of a request without a body.

    A header name with an underscore is left out: WSGI could not tell X_Forwarded_For, which anybody can send, from
    the X-Forwarded-For of the proxy.
    """
    environ: dict[str, Any] = {
        "GATEWAY_INTERFACE": "CGI/1.1",
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_SOFTWARE": "granian",
        "REMOTE_ADDR": scope["client"][0],
        "REMOTE_PORT": str(scope["client"][1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": empty if body is None else body.file,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if body is not None:
        environ[SIZE] = str(body.size)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return
    key = name.replace("-", "_").upper()
    if key not in ("CONTENT_TYPE", SIZE):
        key = f"HTTP_{key}"
    if key in environ:
        value = environ[key] + (";" if key == "HTTP_COOKIE" else ",") + value
    environ[key] = value


def announced_size(scope: Scope) -> tuple[bool, int | None]:
    """Whether the request has a body, and the size its Content-Length gives; None when it comes in chunks."""
    size = None
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return True, None
        if name == b"content-length":
            size = int(value)
    return bool(size), size
