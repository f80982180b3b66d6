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
        story = self.book.campaigns.get(campaign)
        return story is not None and week in {plan.number for plan in story.weeks}
