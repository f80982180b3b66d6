"""What can stand in the way of a save or of a publication."""

from courses.model.content import Problem


class AuthoringError(Exception):
    """The base; never raised itself."""


class TextChanged(AuthoringError):
    """Somebody saved the page after this one was opened: show both texts, lose neither."""


class ReadByItsAuthor(AuthoringError):
    """Who wrote a page since it was last published may not be its second reader: ask somebody else."""


class NotReady(AuthoringError):
    """The page has problems that must be put right before others are asked to read it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class ContentLost(AuthoringError):
    """The site's own content folder is gone. Bring it back from a copy; writing a new one over it would lose every version."""


class ContentBusy(AuthoringError):
    """Another save has held the content folder for ten seconds. Trying again helps."""
