"""A page's way to its readers, written in its front matter: draft, read by a second person, published, withdrawn."""

from collections.abc import Mapping
from datetime import date

from courses import frontmatter
from courses.errors import ContentUnreadable, CoursesError

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


def moved(text: str, after: str) -> str:
    """The text with its state changed; a review belongs to the words that were read, so it goes with every new draft.

    Raises NotThisWay, ContentUnreadable.
    """
    before = frontmatter.split(text, "").text("state") or "draft"
    if after not in MOVES.get(before, ()):
        raise NotThisWay(before, after)
    return with_keys(text, {"state": after, **({} if after in ("published", "withdrawn") else dict.fromkeys(REVIEW))})


def as_draft(text: str, expected: str = "draft") -> str:
    """The text as somebody typed it, with the state and the review set by us, never by hand. Raises ContentUnreadable."""
    frontmatter.split(text, "")
    return with_keys(text, {"state": expected, **dict.fromkeys(REVIEW)})


def signed(text: str, *, by: str, on: date, expires: date, is_game: bool) -> str:
    """The text published: who read it, on which day, until when it holds. Raises NotThisWay, ContentUnreadable."""
    published = moved(text, "published")
    if is_game:
        return with_keys(published, {"expires": f'"{expires.isoformat()}"', "reviewed": f'{{by: {quoted(by)}, on: "{on.isoformat()}"}}'})
    return with_keys(published, {"expires": expires.isoformat(), "reviewers": f"[{quoted(by)}]", "reviewed_on": on.isoformat()})


def with_keys(text: str, values: Mapping[str, str | None]) -> str:
    """The text with these keys of its front matter set to one line each; None takes a key out. Raises ContentUnreadable."""
    before = front = frontmatter.split(text, "")
    rows = text.split("\n")
    close = front.body_line - 2
    for key, value in values.items():
        start = front.lines.get(key)
        new = [] if value is None else [f"{key}: {value}"]
        if start is None:
            rows[close:close] = new
            close += len(new)
            continue
        begin, end = start - 1, start
        while end < close and (not rows[end].strip() or rows[end][0] in " \t"):
            end += 1
        rows[begin:end] = new
        close += len(new) - (end - begin)
        front = frontmatter.split("\n".join(rows), "")
    changed = "\n".join(rows)
    after = frontmatter.split(changed, "")
    lost = [key for key in before.values if key not in values and after.values.get(key) != before.values[key]]
    if lost or after.body != before.body:
        line = before.line(lost[0]) if lost else 2
        raise ContentUnreadable("", line, "003", "a value of the front matter goes on at the start of a line; indent it by two spaces")
    return changed


def quoted(text: str) -> str:
    """Words as YAML keeps them, whatever signs they hold."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
