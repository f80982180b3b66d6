"""What travels between the window and its site, never in the game's way: statements go out, plays go and come; and the quiet sign of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.ui.errands import Errand

if TYPE_CHECKING:
    from game.ui.app import App

LAST_WAIT = 3.0  # seconds a closing window waits for what is on its way


class Travelling:
    """Looked at once a frame; what came of a journey is shown at the next one."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.delivery, self.carrying = Errand(), Errand()

    @property
    def is_away(self) -> bool:
        """Whether something is still on its way to the site."""
        return self.delivery.is_away or self.carrying.is_away

    def look(self) -> None:
        self._deliver()
        self.carry()

    def wait(self) -> None:
        for errand in (self.delivery, self.carrying):
            errand.wait(LAST_WAIT)

    def _deliver(self) -> None:
        if self.delivery.came_back():
            self.app.changed()
        if self.delivery.is_free and self.app.link.deliver is not None and self.app.desk.outbox.is_due():
            self.delivery.run(self.app.link.deliver)

    def carry(self) -> None:
        """What arrived is put in its place here, between two frames; a play that is open is asked about."""
        app, carrier = self.app, self.app.link.carrier
        if carrier is None:
            return
        open_play = app.desk.play if app.desk.week is not None else ""
        if self.carrying.came_back() and carrier.settle(open_play):
            app.changed()
        if open_play in carrier.meetings and app.scene.name != "meeting":
            app.over(app.scenes[0].meeting_scene(open_play))
        if self.carrying.is_free and carrier.is_due():
            self.carrying.run(carrier.exchange)

    def status(self) -> str:
        """One quiet sentence: what the disk refuses, what is waiting, or that all is sent."""
        app, outbox, carrier = self.app, self.app.desk.outbox, self.app.link.carrier
        trouble = app.desk.trouble or app.trouble
        if trouble is not None:
            return app.say(trouble.key)
        if outbox.is_revoked or (carrier is not None and carrier.is_revoked):
            return app.say("window.error.revoked")
        if app.desk.tell is None:
            return app.say("window.guest")
        if outbox.waiting:
            return app.say("window.waiting", n=outbox.waiting)
        return app.say("window.to_carry" if carrier is not None and carrier.is_held_up() else "window.delivered")
