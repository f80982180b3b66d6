"""What a request keeps, read without Flask's proxies: the very values they show."""

import pytest
from flask import Flask, g, request

from lms.web.routing.request_values import request_context, request_values


def test_it_is_what_the_proxy_shows() -> None:
    app = Flask("values")
    with app.test_request_context("/here"):
        g.seen_by_proxy = 1
        request_values()["seen_here"] = 2
        assert (request_values()["seen_by_proxy"], g.seen_here) == (1, 2)
        context = request_context()
        assert context is not None
        assert context.request.path == request.path == "/here"


def test_each_request_has_its_own() -> None:
    app = Flask("values")
    with app.test_request_context():
        g.older = 1
    with app.test_request_context():
        assert "older" not in request_values()


def test_outside_a_request_there_is_none() -> None:
    with Flask("values").app_context():
        assert request_context() is None
        assert request_values() == {}
    with pytest.raises(RuntimeError):
        request_values()
