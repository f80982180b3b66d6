"""What the routes of booklets, packs and packages share: a module's words as one sum, and a file as an answer."""

import hashlib

from flask import Response

from courses.model.content import Module


def words_of(one_module: Module) -> str:
    """Changes with every word, state and value of a module."""
    return hashlib.sha256(repr(one_module).encode()).hexdigest()


def as_file(raw: bytes, kind: str, name: str) -> Response:
    """The bytes to save under this name. kind: a media type."""
    response = Response(raw, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
