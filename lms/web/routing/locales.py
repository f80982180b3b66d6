"""Two languages: every page has one address in each, and the address alone says which is shown."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, g, request
from flask_babel import format_date, format_datetime, get_translations
from jinja2.filters import do_mark_safe

from courses.text.typography import inside_quotes, typeset
from lms.web.database.extensions import babel
from lms.web.routing.page_words import PageWords
from lms.web.routing.request_values import request_values

LANGUAGES = ("fr", "en")
NAMES = {"fr": "Français", "en": "English"}
NO_BREAK = "\u00a0"


def current() -> str:
    """The language of this request: from its address, also where no page is, else from what the browser asks."""
    lang: str | None = request_values().get("lang")
    if lang:
        return lang
    written = request.path[1:3] if request.path[3:4] in ("", "/") else ""
    return (written if written in LANGUAGES else request.accept_languages.best_match(LANGUAGES)) or "fr"


def other() -> str:
    return "en" if current() == "fr" else "fr"


def init(app: Flask) -> None:
    """Read the language from the address, and put it back into every address that is built."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    babel.init_app(app, locale_selector=current, timezone_selector=lambda: "Europe/Paris", default_translation_directories="translations")

    @app.url_value_preprocessor
    def read_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and "lang" in values:
            g.lang = values.pop("lang")

    @app.url_defaults
    def write_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current()

    app.jinja_env.filters["number"] = number
    app.jinja_env.filters["inside_quotes"] = inside_quotes
    app.jinja_env.filters["typeset"] = typeset_on_page
    app.jinja_env.filters["percent"] = percent
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["hour"] = hour
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it
    words = PageWords(current, get_translations)
    app.jinja_env.globals |= {"_": words.gettext, "gettext": words.gettext, "ngettext": words.ngettext}


def typeset_on_page(words: Any) -> str:
    """Words with the spaces of the page's language; markup stays markup."""
    made = typeset(str(words), current())
    return do_mark_safe(made) if hasattr(words, "__html__") else made


def number(value: float, places: int = 0) -> str:
    """A number as the page's language writes it: 38,0 in French, 38.0 in English."""
    text = f"{value:,.{places}f}"
    if current() == "en":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def percent(share: float, places: int = 0) -> str:
    """A share of 1 as per cent, with the no-break space French asks for."""
    return number(100 * share, places) + (f"{NO_BREAK}%" if current() == "fr" else "%")


def day(value: date) -> str:
    """A day in words, day first in both languages: 1er mai 2027, 1 May 2027. It never breaks over two lines."""
    return _whole(_first(str(format_date(value, "d MMMM y"))))


def moment(value: datetime) -> str:
    """Day and time in words, in the site's zone; a time without zone is UTC."""
    words = format_datetime(value if value.tzinfo else value.replace(tzinfo=UTC), "d MMMM y, HH:mm")
    date_words, _comma, time = str(words).rpartition(", ")
    return f"{_whole(_first(date_words))}, {time}"


def hour(value: datetime) -> str:
    """The time of a day, in the site's zone: 14:02."""
    return str(format_datetime(value if value.tzinfo else value.replace(tzinfo=UTC), "HH:mm"))


def _whole(words: str) -> str:
    """On a phone "30" stood at the end of one line and "novembre" on the next."""
    return words.replace(" ", NO_BREAK)


def _first(words: str) -> str:
    """French says the first of a month as an ordinal."""
    return f"1er{words[1:]}" if current() == "fr" and words.startswith("1 ") else words
