"""The words of pages in the page's language, remembered as they are put into a page: each page asks for some eighty of them."""

from collections.abc import Callable
from typing import Any

from jinja2.filters import do_mark_safe
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context

MOST = 8192
"""Sentences kept at most: a template may ask for words that are no sentence of it."""
LARGEST_COUNT = 200


class PageWords:
    """What templates call as `_`, `gettext` and `ngettext`: the same words as of Jinja's own, which looks each up on each page.

    As there, an English sentence is markup where the template escapes, `%%` is a per cent sign, and values are escaped.
    """

    def __init__(self, language: Callable[[], str], catalogue: Callable[[], Any]) -> None:
        """language, catalogue: of this request."""
        self._language, self._catalogue = language, catalogue
        self._texts: dict[tuple[Any, ...], tuple[str, str | None]] = {}

    @pass_eval_context
    def gettext(self, eval_context: EvalContext, english: str, /, **values: Any) -> str:
        if type(english) is not str or not eval_context.autoescape:
            return _filled(self._catalogue().ugettext(english), values, eval_context)
        key = (self._language(), english)
        entry = self._texts.get(key)
        if entry is None:
            entry = self._remember(key, self._catalogue().ugettext(english), {})
        return entry[0] % values if values or entry[1] is None else entry[1]

    @pass_eval_context
    def ngettext(self, eval_context: EvalContext, one: str, many: str, count: int, /, **values: Any) -> str:
        if type(count) is not int or not 0 <= count <= LARGEST_COUNT or not eval_context.autoescape:
            return _filled(self._catalogue().ungettext(one, many, count), {"num": count} | values, eval_context)
        key = (self._language(), one, many, count)
        entry = self._texts.get(key)
        if entry is None:
            entry = self._remember(key, self._catalogue().ungettext(one, many, count), {"num": count})
        return entry[0] % ({"num": count} | values) if values or entry[1] is None else entry[1]

    def _remember(self, key: tuple[Any, ...], text: str, values: dict[str, Any]) -> tuple[str, str | None]:
        """The words with their places, and as they are said without further values; None where a value is missing."""
        words = do_mark_safe(text)  # a sentence of our own catalogue, or of the template itself
        said: str | None
        try:
            said = words % values
        except (KeyError, ValueError, TypeError):
            said = None
        if len(self._texts) >= MOST:
            self._texts.clear()
        self._texts[key] = (words, said)
        return words, said


def _filled(text: str, values: dict[str, Any], eval_context: EvalContext) -> str:
    return (do_mark_safe(text) if eval_context.autoescape else text) % values
