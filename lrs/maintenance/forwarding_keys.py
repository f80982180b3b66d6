"""The access keys other stores gave us, each in a file of the data folder that its owner alone may read."""

import json
import os
from pathlib import Path

from lrs.errors import ForwardLater
from lrs.maintenance.forwarding import check_name
from lrs.maintenance.peer_client import Credentials


def read(folder: Path, name: str) -> Credentials:
    """Raises ForwardLater when the file is missing or broken: the copies wait until it is there."""
    path = path_of(folder, name)
    try:
        return Credentials(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        sentence = f"{path} is missing or broken: remove the forward and add it again with `horslesmurs lrs forward`"
        raise ForwardLater(sentence) from error


def write(folder: Path, name: str, credentials: Credentials) -> None:
    path = path_of(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        json.dump({"id": credentials.id, "secret": credentials.secret}, file)


def path_of(folder: Path, name: str) -> Path:
    """Raises ValueError for a name that could lead elsewhere."""
    check_name(name)
    return folder / "keys" / f"forward-{name}.json"
