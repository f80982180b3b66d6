"""Where a French page must not break a line: one place for the words of authors, of the game and of our own pages."""

from flask import Flask, Response

from courses.text.verbs import keep_verbs_whole
from lms.web.routing import locales


def init(app: Flask) -> None:
    """Registered after the packing of pages, so that it runs before it."""
    app.after_request(keep_verbs)


def keep_verbs(response: Response) -> Response:
    """A finished French page with its verbs kept beside their pronouns; what is streamed or packed already is left as it is."""
    if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    if locales.current() == "fr":
        html = response.get_data(as_text=True)
        whole = keep_verbs_whole(html)
        if whole != html:
            response.set_data(whole)
    return response
