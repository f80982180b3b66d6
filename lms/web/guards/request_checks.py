"""What is refused before any page sees it: NUL signs, and JSON that Python cannot hold."""

from typing import Any

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

NUL = "\x00"
EDITED = "text"
"""The editor's field: its page says what is wrong with a text, and gives the words back."""


class BoundedJson(DefaultJSONProvider):
    """JSON of a request body: nested too deep, or with half of a surrogate pair, it is refused like any other text that is no JSON."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises ValueError, as json.loads does."""
        try:
            value = super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deep") from None
        text = s if isinstance(s, str) else s.decode("latin-1")
        if r"\ud" in text.lower():
            self.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
        return value


def init(app: Flask) -> None:
    app.json_provider_class = BoundedJson  # Flask-Security builds its own on top of this one
    app.json = BoundedJson(app)
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """PostgreSQL, file names and XML know no NUL sign, and no browser sends one."""
    if NUL in request.path:
        abort(404)
    pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any(NUL in name or (NUL in value and name != EDITED) for name, value in pairs):
        abort(400)
