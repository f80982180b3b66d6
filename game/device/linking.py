"""The link with a site: what a game on a device needs to pair, unpair, deliver statements and sync saves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from platform import node
from typing import Any

from game import statements
from game.core.state.events import Event
from game.device import own_network, pairing
from game.device.files import DISK, Files
from game.device.network import Network
from game.device.pairing import Pairing
from game.device.play_controller import PlayController, StatementMaker
from game.device.play_notes import PlayNote
from game.device.state_documents import StateDocuments
from game.device.sync import NOTE, SyncClient
from xapi import formats


@dataclass
class Link:
    """The link with a site, as the screen shows it; connect() fills it."""

    site: str = ""
    pair: Callable[[str, str], None] | None = None
    unpair: Callable[[bool], None] | None = None
    deliver: Callable[[], bool] | None = None
    sync_client: SyncClient | None = None


def statement_maker(
    linked: Pairing | None, language: Callable[[], str], note: Callable[[], PlayNote] = PlayNote, *, platform: str = "window"
) -> StatementMaker | None:
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
                platform=platform, language=language(), cohort=owner.cohort, simulated=linked.simulated,
            )
            for place, event in enumerate(filter(statements.is_told, events))
        ]  # fmt: skip

    return make_statements


def connect(
    link: Link, data: Path, controller: PlayController, *, language: Callable[[], str], clock: Callable[[], float],
    files: Files = DISK, networks: Callable[[str], Network] = own_network.to_site, platform: str = "window", device: str = "",
) -> None:  # fmt: skip
    """Fills the link for the pairing kept in the data folder, if there is one, and lets it be made and ended.

    networks: the address of a site's store -> the way to it; platform: what the statements name as the edition; device: the name the
    learner will know this one by, empty for the machine's own.
    """

    def use(linked: Pairing | None) -> None:
        controller.make_statements = statement_maker(linked, language, lambda: controller.note, platform=platform)
        controller.linked = linked.owner if linked else None
        link.site = linked.site if linked else ""
        link.deliver = link.sync_client = None
        if linked is not None:
            http = networks(linked.endpoint)
            link.deliver = lambda: controller.outbox.deliver(lambda batch: pairing.post_statements(linked, batch, http=http))
            states = StateDocuments(linked, networks(linked.endpoint))
            link.sync_client = SyncClient(
                data / NOTE, states, controller.outbox, linked.owner, clock=clock, chance=random.random, files=files
            )

    def pair(site: str, code: str) -> None:
        before, linked = pairing.load(data, files=files), pairing.pair(site, code, device or machine_name(), http=networks(""))
        if was_taken_back(before, linked):
            controller.outbox.forget(saves=False)
        pairing.save(data, linked, files=files)
        controller.outbox.is_revoked = False
        use(linked)

    def unpair(saves: bool) -> None:
        pairing.unpair(data, files=files)
        if link.sync_client is not None:
            link.sync_client.part()
        controller.outbox.forget(saves=saves)
        use(None)

    link.pair, link.unpair = pair, unpair
    use(pairing.load(data, files=files))


def machine_name() -> str:
    """What this machine calls itself."""
    return node() or "device"


def was_taken_back(before: Pairing | None, now: Pairing) -> bool:
    """Whether this learner's agreement ended since the device was linked: what waits here from before is then never sent."""
    return before is not None and before.owner.learner == now.owner.learner and bool(before.agreement) and before.agreement != now.agreement
