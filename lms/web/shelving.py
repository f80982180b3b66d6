"""Content that changes, expires or breaks while the site runs: each request sees what the shelf holds now."""

from flask import Flask

from courses.shelf import Shelf
from lms.settings import Settings
from lms.web.instants import now


def open_shelf(settings: Settings) -> Shelf:
    """Raises what courses.catalogue.load raises: a site does not start without content."""
    return Shelf(
        settings.shown_content,
        clock=now,
        rule_key=settings.site_rule or None,
        instance=settings.instance,
        cache=settings.data / "content-cache",
    )


def renew(app: Flask, shelf: Shelf, settings: Settings) -> None:
    """Before each request, put the current catalogue where every feature reads it. What expired at midnight is gone by the next page.

    The first save of an educator makes another folder the one that is shown: then another shelf.
    """
    held = [(settings.shown_content, shelf)]

    @app.before_request
    def take_current() -> None:
        folder = settings.shown_content
        if folder != held[0][0]:
            held[0] = (folder, open_shelf(settings))
        current = held[0][1].current()
        app.extensions["content_trouble"] = held[0][1].trouble
        app.extensions["content_looked_at"] = held[0][1].looked_at
        if current is not app.extensions["catalogue"]:
            app.extensions["catalogue"], app.extensions["rule"] = current, current.rule
