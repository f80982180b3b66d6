"""Background sync: posts statements, syncs saves, and gives the status line."""

from __future__ import annotations

from collections.abc import Callable

from game.device.linking import Link
from game.device.play_controller import PlayController
from game.errors import DeviceError
from game.ui.background import BackgroundTask, Task

LAST_WAIT = 3.0  # seconds a closing window waits for what is on its way
Words = tuple[str, dict[str, object]]


class BackgroundSync:
    """Polled once a frame; what a task brought is shown at the next one.

    on_change: called when the screen is out of date; meet: called with a play that went on elsewhere too while it is open here.
    """

    def __init__(
        self, controller: PlayController, link: Callable[[], Link], *, on_change: Callable[[], None], meet: Callable[[str], None],
        tasks: Callable[[], Task] = BackgroundTask,
    ) -> None:  # fmt: skip
        self._desk, self._link, self._changed, self._meet = controller, link, on_change, meet
        self.delivery, self.save_sync = tasks(), tasks()

    @property
    def is_running(self) -> bool:
        """Whether something is still on its way to the site."""
        return self.delivery.is_running or self.save_sync.is_running

    def poll(self) -> None:
        self._deliver()
        self.sync_saves()

    def wait(self) -> None:
        for task in (self.delivery, self.save_sync):
            task.wait(LAST_WAIT)

    def _deliver(self) -> None:
        deliver = self._link().deliver
        if self.delivery.has_ended():
            self._changed()
        if self.delivery.is_free and deliver is not None and self._desk.outbox.is_due():
            self.delivery.run(deliver)

    def sync_saves(self) -> None:
        """What arrived is put in its place here, between two frames; a play that is open is asked about."""
        sync_client = self._link().sync_client
        if sync_client is None:
            return
        open_play = self._desk.play if self._desk.week is not None else ""
        if self.save_sync.has_ended() and sync_client.apply_arrivals(open_play):
            self._changed()
        if open_play in sync_client.meetings:
            self._meet(open_play)
        if self.save_sync.is_free and sync_client.is_due():
            self.save_sync.run(sync_client.exchange)

    def status(self, trouble: DeviceError | None) -> Words:
        """The key and values of one quiet sentence: what the disk refuses, what is waiting, or that all is sent."""
        outbox, sync_client = self._desk.outbox, self._link().sync_client
        trouble = self._desk.trouble or trouble
        if trouble is not None:
            return trouble.key, {}
        if outbox.is_revoked or (sync_client is not None and sync_client.is_revoked):
            return "window.error.revoked", {}
        if self._desk.make_statements is None:
            return "window.guest", {}
        if outbox.waiting:
            return "window.waiting", {"n": outbox.waiting}
        return "window.to_carry" if sync_client is not None and sync_client.is_held_up() else "window.delivered", {}
