"""What travels between the window and the site while the game goes on: statements there, plays both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.ui.errands import Errand

if TYPE_CHECKING:
    from game.ui.app import App


class Travel:
    """Looks, between two frames, what came back and what is due."""

    def __init__(self) -> None:
        self._delivery, self._carrying = Errand(), Errand()

    @property
    def is_away(self) -> bool:
        """Whether something is still on its way."""
        return self._delivery.is_away or self._carrying.is_away

    def look(self, app: App) -> None:
        self._deliver(app)
        self._carry(app)

    def wait(self, seconds: float) -> None:
        for errand in (self._delivery, self._carrying):
            errand.wait(seconds)

    def _deliver(self, app: App) -> None:
        if self._delivery.came_back():
            app.changed()
        if self._delivery.is_free and app.link.deliver is not None and app.desk.outbox.is_due():
            self._delivery.run(app.link.deliver)

    def _carry(self, app: App) -> None:
        """Plays travel as statements do; what arrived is put in its place here, between two frames."""
        carrier, open_play = app.link.carrier, app.desk.play if app.desk.week is not None else ""
        if carrier is None:
            return
        if self._carrying.came_back() and carrier.settle(open_play):
            app.changed()
        if open_play in carrier.meetings and app.scene.name != "meeting":
            app.over(app.scenes[0].meeting_scene(open_play))
        if self._carrying.is_free and carrier.is_due():
            self._carrying.run(carrier.exchange)
