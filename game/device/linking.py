"""The link with a site: what the window needs to pair, unpair, deliver statements and sync saves; and the same from the command line."""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from game import statements
from game.core.state.events import Event
from game.device import pairing
from game.device.outbox import Outbox
from game.device.pairing import Pairing
from game.device.play_controller import PlayController, StatementMaker
from game.device.play_notes import PlayNote
from game.device.state_documents import StateDocuments
from game.device.sync import NOTE, SyncClient, drop
from infrastructure.http_client import Limits, pool
from xapi import formats

LAST_DELIVERY = Limits(connect_s=1.5, read_s=3)  # closing the window must not wait for a slow site


@dataclass
class Link:
    """The link with a site, as the screen shows it; connect() fills it."""

    site: str = ""
    pair: Callable[[str, str], None] | None = None
    unpair: Callable[[bool], None] | None = None
    deliver: Callable[[], bool] | None = None
    sync_client: SyncClient | None = None


def statement_maker(linked: Pairing | None, language: Callable[[], str], note: Callable[[], PlayNote] = PlayNote) -> StatementMaker | None:
    """Events -> statements of the linked learner; None for a guest. note: of the play in hand.

    Time runs on from the start of the program, and never before what the play told last: a clock set back does not turn its story round.
    """
    if linked is None:
        return None
    learner = str(linked.actor["account"]["name"])
    began, ticks = datetime.now(UTC), time.monotonic()

    def make_statements(events: Sequence[Event], turn: int) -> list[dict[str, Any]]:
        known = note()
        owner = known.owner if known.owner is not None and known.owner.registration else linked.owner
        now = began + timedelta(seconds=time.monotonic() - ticks)
        if known.told_at:
            now = max(now, formats.moment(known.told_at) + timedelta(milliseconds=1))
        return [
            statements.statement(
                event, id=str(statements.statement_id(event, learner=learner, turn=turn, place=place)), timestamp=now,
                actor=linked.actor, registration=owner.registration,
                platform="window", language=language(), cohort=owner.cohort, simulated=linked.simulated,
            )
            for place, event in enumerate(filter(statements.is_told, events))
        ]  # fmt: skip

    return make_statements


def connect(link: Link, data: Path, controller: PlayController, *, language: Callable[[], str], clock: Callable[[], float]) -> None:
    """Fills the link for the pairing kept in the data folder, if there is one, and lets it be made and ended."""

    def use(linked: Pairing | None) -> None:
        controller.make_statements = statement_maker(linked, language, lambda: controller.note)
        controller.linked = linked.owner if linked else None
        link.site = linked.site if linked else ""
        link.deliver = link.sync_client = None
        if linked is not None:
            http = pool(linked.endpoint)
            link.deliver = lambda: controller.outbox.deliver(lambda batch: pairing.post_statements(linked, batch, http=http))
            states = StateDocuments(linked, pool(linked.endpoint))
            link.sync_client = SyncClient(data / NOTE, states, controller.outbox, linked.owner, clock=clock, chance=random.random)

    def pair(site: str, code: str) -> None:
        before, linked = pairing.load(data), pairing.pair(site, code, platform.node() or "device")
        if was_taken_back(before, linked):
            controller.outbox.forget(saves=False)
        pairing.save(data, linked)
        controller.outbox.is_revoked = False
        use(linked)

    def unpair(saves: bool) -> None:
        pairing.unpair(data)
        if link.sync_client is not None:
            link.sync_client.part()
        controller.outbox.forget(saves=saves)
        use(None)

    link.pair, link.unpair = pair, unpair
    use(pairing.load(data))


def was_taken_back(before: Pairing | None, now: Pairing) -> bool:
    """Whether this learner's agreement ended since the device was linked: what waits here from before is then never sent."""
    return before is not None and before.owner.learner == now.owner.learner and bool(before.agreement) and before.agreement != now.agreement


def deliver_last(link: Link, data: Path, outbox: Outbox) -> None:
    """A last delivery when the window closes, short; what does not go now goes the next time."""
    linked = pairing.load(data)
    if linked is None:
        return
    http = pool(linked.endpoint, LAST_DELIVERY)
    while outbox.deliver(lambda batch: pairing.post_statements(linked, batch, http=http)):
        continue
    if link.sync_client is not None:
        link.sync_client.hurry(StateDocuments(linked, http))


def pair_device(data: Path, site: str, code: str) -> str:
    """Links from the command line; gives the site. Raises DeviceError."""
    before, linked = pairing.load(data), pairing.pair(site, code, platform.node() or "device")
    if was_taken_back(before, linked):
        _drop_waiting(data)
    pairing.save(data, linked)
    return linked.site


def unpair_device(data: Path) -> None:
    """Unlinks from the command line; saves stay. Raises DeviceError."""
    pairing.unpair(data)
    drop(data / NOTE)
    _drop_waiting(data)


def _drop_waiting(data: Path) -> None:
    outbox = Outbox(data / "outbox", clock=time.monotonic, chance=lambda: 0.5)
    try:
        outbox.forget(saves=False)
    finally:
        outbox.close()
