"""The link of this machine with a site outside of the game: the last delivery as the window closes, and linking from the command line."""

from __future__ import annotations

import time
from pathlib import Path

from game.device import pairing
from game.device.files import DISK
from game.device.http_client import HttpNetwork
from game.device.linking import Link, machine_name, was_taken_back
from game.device.outbox import Outbox
from game.device.state_documents import StateDocuments
from game.device.sync import NOTE
from infrastructure.http_client import Limits

LAST_DELIVERY = Limits(connect_s=1.5, read_s=3)  # closing the window must not wait for a slow site


def deliver_last(link: Link, data: Path, outbox: Outbox) -> None:
    """A last delivery when the window closes, short; what does not go now goes the next time."""
    linked = pairing.load(data)
    if linked is None:
        return
    http = HttpNetwork.to(linked.endpoint, LAST_DELIVERY)
    while outbox.deliver(lambda batch: pairing.post_statements(linked, batch, http=http)):
        continue
    if link.sync_client is not None:
        link.sync_client.hurry(StateDocuments(linked, http))


def pair_device(data: Path, site: str, code: str) -> str:
    """Links from the command line; gives the site. Raises DeviceError."""
    before, linked = pairing.load(data), pairing.pair(site, code, machine_name())
    if was_taken_back(before, linked):
        _drop_waiting(data)
    pairing.save(data, linked)
    return linked.site


def unpair_device(data: Path) -> None:
    """Unlinks from the command line; saves stay. Raises DeviceError."""
    pairing.unpair(data)
    DISK.remove(data / NOTE)
    _drop_waiting(data)


def _drop_waiting(data: Path) -> None:
    outbox = Outbox(data / "outbox", clock=time.monotonic, chance=lambda: 0.5)
    try:
        outbox.forget(saves=False)
    finally:
        outbox.close()
