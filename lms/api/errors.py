"""What a call of the API may be refused for: one class, with a word that never changes and its words for people."""

from collections.abc import Mapping
from typing import Any

from lms.errors import LmsError


class CallRefused(LmsError):
    """status: of HTTP. word: ends the problem's type. title: what it is; detail: what to do. more: members of the answer, headers apart."""

    def __init__(self, status: int, word: str, title: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        self.status, self.word, self.title, self.detail, self.headers, self.more = status, word, title, detail, dict(headers or {}), more
        super().__init__(f"{status} {word}")
