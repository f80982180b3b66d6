"""Sends what is due to every other store, again and again: each by a thread of its own, so that a slow or dead one holds up nobody."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from lrs.errors import ForwardLater, StoreError
from lrs.maintenance import forwarding
from lrs.maintenance.peer_client import Ask, Credentials, Send, holds, post
from lrs.storage import clock
from lrs.storage.store import Store

log = logging.getLogger(__name__)
EVERY_S = 2.0
KeyOf = Callable[[str], Credentials]
"""Name of a forward -> the access key the other store gave us; raises ForwardLater when there is none."""


class Forwarder:
    """Looks every two seconds which stores have something due. Nothing is lost when it stops in mid-send: statements keep their ids."""

    def __init__(self, store: Store, key_of: KeyOf, *, send: Send = post, ask: Ask = holds) -> None:
        self._store, self._key_of, self._send, self._ask = store, key_of, send, ask
        self._sending: dict[str, threading.Thread] = {}

    def run(self, stop: threading.Event, every: float = EVERY_S) -> None:
        """Look until stopped. A database that is full or away is looked at again at the next turn."""
        while not stop.is_set():
            try:
                self.start_due()
            except (SQLAlchemyError, StoreError) as error:
                log.error("the copies for other stores wait: %s", type(error).__name__)
            stop.wait(every)

    def start_due(self) -> list[threading.Thread]:
        """Start a thread for each store that has something due and none at work; give the threads at work."""
        with self._store.engine.connect() as connection:
            rows = forwarding.everyone(connection)
        self._sending = {name: thread for name, thread in self._sending.items() if thread.is_alive()}
        moment = clock.text(self._store.now())
        for row in rows:
            if row.name not in self._sending and forwarding.is_due(row, moment):
                thread = threading.Thread(target=self._turn, args=(row,), name=f"forward {row.name}", daemon=True)
                self._sending[row.name] = thread
                thread.start()
        return list(self._sending.values())

    def _turn(self, row: forwarding.Forward) -> None:
        try:
            try:
                took = forwarding.turn(self._store, row.name, self._key_of(row.name), send=self._send, ask=self._ask)
                log.info("%s took %d statements", row.name, took)
            except ForwardLater as error:
                forwarding.note_failure(self._store, row, error)
        except (SQLAlchemyError, StoreError) as error:  # our own database: nothing moved, so the next turn sends again
            log.error("copies for %s wait: %s", row.name, type(error).__name__)
