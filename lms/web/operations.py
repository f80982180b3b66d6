"""For those who run the site: is it well, and its counts. Neither says anything about a person."""

from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from lms.web.extensions import db
from lms.web.pages import ANYONE, Pages
from lrs.metrics import store_text

pages = Pages("operations", __name__)


@pages.plain("/healthz", access=ANYONE)
def healthz() -> ResponseReturnValue:
    """200 when the database answers; a database that does not becomes 503 in error_pages."""
    db.session.execute(text("select 1"))
    return jsonify({"status": "ok"})


@pages.plain("/metrics", access=ANYONE)
def metrics() -> ResponseReturnValue:
    words: str = current_app.extensions["metrics"].text() + store_text(db.session.connection())
    return Response(words, mimetype="text/plain; version=0.0.4")
