"""What plays are played with on this site."""

from dataclasses import dataclass

from courses.model.game import Book
from courses.model.rules import SiteRule
from lrs.writing.documents import DocumentQuota


@dataclass(frozen=True)
class SiteGame:
    """The book of the site's rule, the rule, the home page of this site's actors, and how much a learner may keep."""

    book: Book
    rule: SiteRule
    home_page: str
    quota: DocumentQuota | None = None

    def has_week(self, campaign: str, week: int) -> bool:
        return week in self.weeks_of(campaign)

    def weeks_of(self, campaign: str) -> frozenset[int]:
        """The numbers of its weeks; none for a campaign that the site does not have."""
        return weeks_of(self.book, campaign)


def weeks_of(book: Book, campaign: str) -> frozenset[int]:
    story = book.campaigns.get(campaign)
    return frozenset(plan.number for plan in story.weeks) if story else frozenset()
