"""The store over HTTP: one WSGI application. Werkzeug is known here alone."""

from lrs.web.mounting import StoreApplication

__all__ = ["StoreApplication"]
