"""The store over HTTP: one WSGI application. Werkzeug is known here alone."""

from lrs.web.application import StoreApplication

__all__ = ["StoreApplication"]
