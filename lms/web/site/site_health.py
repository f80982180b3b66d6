"""The site's health inside a request: the monitor of this web process, and the line that admins see on every page."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, g
from flask_login import current_user
from sqlalchemy import Connection

from lms.health.jobs import JobsReading
from lms.health.monitor import Health, Monitor, Parts
from lms.health.reasons import Reason
from lms.settings import Settings
from lms.web.current_site import current_site, site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.routing.pages import ADMIN
from lrs.storage.group_commit import GroupCommit

BANNER_FRESH_S = 15.0
"""Pages of admins show a reading at most this old: they wait for none that is younger."""


def make_monitor(app: Flask, settings: Settings, writer: GroupCommit, jobs: Callable[[Connection, datetime], JobsReading]) -> Monitor:
    """jobs: reads how the work stands that is done later.

    To be called inside the app's context. It asks the site of `app` when it is asked itself, so it can be a part of that site."""
    parts = Parts(
        lambda: site_of(app).newest_content.trouble,
        lambda: site_of(app).content_looked_at,
        lambda: site_of(app).search_state,
        jobs,
    )
    return Monitor(settings, db.engine, writer, now, parts)


def health() -> Health:
    """A reading at most two seconds old."""
    return current_site().health.health()


def banner() -> tuple[Reason, ...]:
    """What an admin is told on every page; nothing for anybody else. Content that is not renewed has its own line, for educators too."""
    if not current_user.is_authenticated or current_user.role not in (ADMIN.roles or ()):
        return ()
    if "health" not in g:
        g.health = current_site().health.health(fresh_s=BANNER_FRESH_S)
    return tuple(reason for reason in g.health.reasons if reason.code != "content_not_renewed")
