"""Where a page must not break a line: one place for the words of authors, of the game and of our own pages."""

from flask import Flask, Response

from courses.text.tied_words import keep_tied_words
from lms.web.routing import locales


def init(app: Flask) -> None:
    """Registered after the packing of pages, so that it runs before it."""
    app.after_request(keep_words)


def keep_words(response: Response) -> Response:
    """A finished page with its tied words on one line; what is streamed or packed already is left as it is."""
    if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    html = response.get_data(as_text=True)
    whole = keep_tied_words(html, locales.current())
    if whole != html:
        response.set_data(whole)
    return response
