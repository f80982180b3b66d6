"""What this project uses of Flask-Babel, which carries no types."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from flask import Flask

class Babel:
    def init_app(
        self,
        app: Flask,
        *,
        locale_selector: Callable[[], str] | None = ...,
        timezone_selector: Callable[[], str] | None = ...,
        default_translation_directories: str = ...,
    ) -> None: ...

def lazy_gettext(string: str, **variables: Any) -> str: ...
def gettext(text: str, **variables: Any) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str: ...
def format_date(date: date | datetime | None = ..., format: str | None = ..., rebase: bool = ...) -> str: ...
def format_datetime(datetime: datetime | None = ..., format: str | None = ..., rebase: bool = ...) -> str: ...
def force_locale(locale: str) -> AbstractContextManager[None]: ...
def get_translations() -> NullTranslations: ...
