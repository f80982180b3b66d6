"""The files of packages: their folder, reading one, keeping and removing a package's."""

import mimetypes
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from werkzeug.exceptions import HTTPException
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Response

from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

FOLDER = "cmi5"
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
"""Where the machine's own table may differ."""


def folder_of(settings: Settings, package: UUID) -> Path:
    return settings.data / FOLDER / str(package)


def make_folder(settings: Settings, package: UUID) -> Path:
    """A new and empty one. Raises OSError."""
    make_private_folder(settings.data / FOLDER)
    folder = folder_of(settings, package)
    folder.mkdir(mode=0o700)
    return folder


def remove(settings: Settings, package: UUID) -> None:
    shutil.rmtree(folder_of(settings, package), ignore_errors=True)


def answer(settings: Settings, package: UUID, path: str, environ: dict[str, Any], headers: Mapping[str, str]) -> Response:
    """One file, also a part of it (Range); 404 for what is not there."""
    kind = TYPES.get(Path(path).suffix.lower()) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    try:
        response = send_from_directory(folder_of(settings, package), path, environ, mimetype=kind, etag=True, max_age=None)
    except (HTTPException, OSError, ValueError):
        response = Response("Not found\n", 404)
    response.headers.update(headers)
    return response
