"""From when and until when a text holds: the days of its front matter, apart from the text, and what a day makes of its state."""

from dataclasses import dataclass
from datetime import date

from courses.library.module_file import ModuleFile
from courses.model.content import State
from courses.text import yaml_files

STATES: dict[str, State] = {
    "draft": "draft",
    "in_review": "in_review",
    "published": "published",
    "expired": "expired",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Validity:
    """typed_state: as its author wrote it, known or not. expires, reviewed_on: None where there is none, or no day. line: of `expires:`."""

    path: str
    line: int
    typed_state: str
    expires: date | None
    reviewed_on: date | None
    is_critical: bool

    def state_on(self, today: date) -> State:
        """What the front matter says, except that what was published is expired after its day."""
        state = STATES.get(self.typed_state, "draft")
        return "expired" if state == "published" and (self.expires is None or self.expires < today) else state


def of(file: ModuleFile, *, is_critical: bool) -> Validity:
    """is_critical: whether its module is one that must be reviewed twice a year."""
    front = file.front
    return Validity(file.path, front.line("expires"), front.text("state"), day(file, "expires"), day(file, "reviewed_on"), is_critical)


def day(file: ModuleFile, key: str) -> date | None:
    return yaml_files.day(file.front.values.get(key))
