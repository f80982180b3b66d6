"""A page's way to its readers, written in its front matter: draft, read by a second person, published, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date

from courses.errors import ContentUnreadable, CoursesError
from courses.sentences import sentence
from courses.text import front_matter, yaml_files
from courses.text.line_edits import TypedLines

MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("in_review", "withdrawn"),
    "in_review": ("published", "draft"),
    "published": ("withdrawn",),
    "expired": ("draft",),
    "withdrawn": ("draft",),
}
AFTER_READING = "published"
REVIEW = ("reviewers", "reviewed_on", "reviewed")


class NotThisWay(CoursesError):
    """A page cannot go from one state to the other: reload it and look where it stands."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"A page cannot go from {before!r} to {after!r}.")
        self.before, self.after = before, after


def with_state(text: str, after: str) -> str:
    """The text with its state changed; a review belongs to the words that were read, so it goes with every new draft.

    Raises NotThisWay, ContentUnreadable.
    """
    before = _front(text).text("state") or "draft"
    if after not in MOVES.get(before, ()):
        raise NotThisWay(before, after)
    return with_keys(text, {"state": after, **({} if after in ("published", "withdrawn") else dict.fromkeys(REVIEW))})


def as_draft(text: str, state: str = "draft") -> str:
    """The text as somebody typed it, with the state and the review set by us, never by hand. Raises ContentUnreadable."""
    return with_keys(text, {"state": state, **dict.fromkeys(REVIEW)})


def with_signature(text: str, *, by: str, on: date, expires: date, is_game: bool) -> str:
    """The text published: who read it, on which day, until when it holds. Raises NotThisWay, ContentUnreadable."""
    new_text = with_state(text, "published")
    if is_game:
        return with_keys(new_text, {"expires": f'"{expires.isoformat()}"', "reviewed": f'{{by: {quote(by)}, on: "{on.isoformat()}"}}'})
    return with_keys(new_text, {"expires": expires.isoformat(), "reviewers": f"[{quote(by)}]", "reviewed_on": on.isoformat()})


def with_keys(text: str, values: Mapping[str, str | None]) -> str:
    """The text with these keys of its front matter set to one line each; None takes a key out. Raises ContentUnreadable.

    text: as typed. Every other line keeps its bytes: line ends, a byte order mark, comments, a last line without an end.
    """
    before = front = _front(text)
    editor = TypedLines(text)
    for key, value in values.items():
        start, close = front.lines.get(key), front.body_line - 2
        new = [] if value is None else [f"{key}: {value}"]
        rows = editor.plain()
        begin = end = close
        if start is not None:
            begin, end = start - 1, start
            while end < close and continues(rows, end, close):
                end += 1
        editor.replace(begin, end, new)
        front = _front(str(editor))
    new_text = str(editor)
    lost_keys = [key for key in before.values if key not in values and front.values.get(key) != before.values[key]]
    if lost_keys or front.body != before.body:
        line = before.line(lost_keys[0]) if lost_keys else 2
        raise ContentUnreadable(
            "", line, "003", sentence("a value of the front matter goes on at the start of a line; indent it by two spaces")
        )
    return new_text


def continues(rows: Sequence[str], place: int, close: int) -> bool:
    """Whether a line belongs to the value above it; empty lines and comments do when the value goes on behind them."""
    while place < close and (not rows[place].strip() or rows[place].lstrip().startswith("#")):
        place += 1
    return place < close and rows[place][:1] in (" ", "\t")


def _front(text: str) -> front_matter.FrontMatter:
    return front_matter.split(yaml_files.decode(text.encode("utf-8", "surrogatepass"), ""), "")


def quote(text: str) -> str:
    """Words as YAML keeps them, whatever signs they hold."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
