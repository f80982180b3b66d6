"""Content that changes, expires or breaks while the site runs: each request sees what the shelf holds now."""

from flask import Flask, g

from courses.serving.catalogue_reader import Shelf
from lms.settings import Settings
from lms.web.current_site import SiteContent, site_of
from lms.web.database.instants import now
from lms.web.site import long_lived


def open_shelf(settings: Settings) -> Shelf:
    """Raises what courses.serving.catalogue.load raises: a site does not start without content."""
    return Shelf(
        settings.shown_content,
        clock=now,
        rule_key=settings.site_rule or None,
        instance=settings.instance,
        cache=settings.data / "content-cache",
    )


def renew(app: Flask, shelf: Shelf, settings: Settings) -> None:
    """Before each request, take the current content for it (lms/web/site/content.py). What expired at midnight is gone by the next page.

    The first save of an educator makes another folder the one that is shown: then another shelf.
    """
    held = [(settings.shown_content, shelf)]

    @app.before_request
    def take_current() -> None:
        folder = settings.shown_content
        if folder != held[0][0]:
            held[0] = (folder, open_shelf(settings))
        used = held[0][1]
        current = used.current()
        site = site_of(app)
        site.content_looked_at = used.looked_at
        content = site.newest_content
        if current is not content.catalogue or used.trouble is not content.trouble:
            is_another = current is not content.catalogue
            content = site.newest_content = SiteContent(current, used.trouble)
            if is_another:
                long_lived.keep_out_of_collection()
        g.content = content
