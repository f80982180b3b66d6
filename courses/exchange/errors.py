"""A file of questions that cannot be read at all."""

from courses.errors import CoursesError
from courses.exchange import remarks
from courses.exchange.questions import Remark


class BankUnreadable(CoursesError):
    """The whole file is refused. why: to be said in the reader's language."""

    def __init__(self, why: Remark) -> None:
        super().__init__(remarks.sentence(why, "en"))
        self.why = why
