"""What can go wrong when content is read or asked for."""

from courses.sentences import Sentence


class CoursesError(Exception):
    """The base; never raised itself."""


class ContentUnreadable(CoursesError):
    """A file's bytes are no text or no YAML. Trying again helps only after an author mends it."""

    def __init__(self, path: str, line: int, code: str, sentence: Sentence) -> None:
        super().__init__(f"{path}:{line}: {code} {sentence}")
        self.path, self.line, self.code, self.sentence = path, line, code, sentence

    @property
    def message(self) -> str:
        return str(self.sentence)

    def line_in(self, language: str) -> str:
        """As a terminal shows it: path:line: CODE message."""
        return f"{self.path}:{self.line}: {self.code} {self.sentence.in_language(language)}"


class UnknownRule(CoursesError):
    """The site's setting names a preset that rules.yml does not have."""

    def __init__(self, key: str, keys: tuple[str, ...]) -> None:
        super().__init__(f"There is no site rule {key!r}. Choose one of: {', '.join(keys)} (content/_structure/rules.yml).")
        self.key, self.known = key, keys


class UnknownContent(CoursesError):
    """No course, module or item has this key, or this instance may not show it."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"There is no {what} {key!r} to show here. `content check` says what was left out.")
        self.what, self.key = what, key


class ResponseUnfit(CoursesError):
    """A response does not fit its item: another form was sent, or the item changed in between."""

    def __init__(self, item: str, reason: str) -> None:
        super().__init__(f"The response to item {item!r} does not fit it: {reason}. Show the item again.")
        self.item, self.reason = item, reason


class PoolUnfit(CoursesError):
    """A private pool cannot be used. Holds every fault, each a line. The lines name keys, never words of an item."""

    def __init__(self, course: str, faults: tuple[str, ...]) -> None:
        super().__init__(f"The pool of {course!r} cannot be used; {len(faults)} faults:\n  " + "\n  ".join(faults[:40]))
        self.course, self.faults = course, faults
