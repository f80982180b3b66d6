"""The store over HTTP: a Flask blueprint, and a bare app with nothing else in it. Flask is known here alone."""

from lrs.web.mounting import bare_app, blueprint

__all__ = ["bare_app", "blueprint"]
