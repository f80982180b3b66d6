"""The site's health inside a request: the monitor of this web process, and the line that admins see on every page."""

from datetime import datetime

from flask import Flask, current_app, g
from flask_login import current_user

from courses.serving.catalogue_reader import Trouble
from lms.health.monitor import Health, Monitor, Parts
from lms.health.reasons import Reason
from lms.settings import Settings
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.routing.pages import ADMIN

BANNER_FRESH_S = 15.0
"""Pages of admins show a reading at most this old: they wait for none that is younger."""


def init(app: Flask, settings: Settings) -> None:
    """To be called inside the app's context, once the writer is there."""

    def trouble() -> Trouble | None:
        found: Trouble | None = app.extensions["content"].trouble
        return found

    def looked_at() -> datetime | None:
        found: datetime | None = app.extensions.get("content_looked_at")
        return found

    parts = Parts(trouble, looked_at, lambda: str(app.extensions.get("search_state", "")))
    app.extensions["health"] = Monitor(settings, db.engine, app.extensions["writer"], now, parts)


def monitor() -> Monitor:
    found: Monitor = current_app.extensions["health"]
    return found


def health() -> Health:
    """A reading at most two seconds old."""
    return monitor().health()


def banner() -> tuple[Reason, ...]:
    """What an admin is told on every page; nothing for anybody else. Content that is not renewed has its own line, for educators too."""
    if not current_user.is_authenticated or current_user.role not in (ADMIN.roles or ()):
        return ()
    if "health" not in g:
        g.health = monitor().health(fresh_s=BANNER_FRESH_S)
    return tuple(reason for reason in g.health.reasons if reason.code != "content_not_renewed")
