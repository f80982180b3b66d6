"""What a play is played with on this site."""

from dataclasses import dataclass

from courses.model.game import Book
from courses.model.rules import SiteRule


@dataclass(frozen=True)
class Table:
    """The book of the site's rule, the rule, and the home page of this site's actors."""

    book: Book
    rule: SiteRule
    home_page: str
