"""Secrets of one site, each in a file of the data folder that its owner alone reads."""

import os
import secrets
from pathlib import Path

from lms.settings import Settings
from lrs.storage.private_files import make_private_folder


def secret(settings: Settings, name: str) -> str:
    """A secret of this site, made once and kept in the data folder, readable by its owner alone. Raises OSError."""
    path = secret_path(settings, name)
    make_private_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def secret_path(settings: Settings, name: str) -> Path:
    return settings.data / "keys" / f"{name}.key"
