"""A package of another publisher that is not taken."""

from courses.errors import CoursesError
from courses.exchange.questions import Remark
from courses.packages import refusal_sentences


class PackageRefused(CoursesError):
    """Nothing of it is kept. why: to be said in the reader's language."""

    def __init__(self, why: Remark) -> None:
        super().__init__(refusal_sentences.sentence(why, "en"))
        self.why = why
