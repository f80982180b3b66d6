"""One situation played alone by an educator: the week travels in the form, sealed. Nothing is told to the store, no row is written."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from courses.game import book_reader
from courses.model.game import Book, Situation
from game.core.week import Week
from lms.safety.game_words import book, rule
from lms.web.current_site import current_site
from lms.web.database.instants import now
from lms.web.site import content
from lms.web.site.layout import settings

SALT = "situation-alone"
SEED = 7
"""One luck for everybody who tries a situation, so that two educators speak of the same one."""
MOST_SEALED = 60_000


class SealBroken(ValueError):
    """The form's week was not sealed by this site, or was changed: begin the situation again."""


def seal(week: Week) -> str:
    """The week as signed, compressed text for a hidden field."""
    text: str = _sealer().dumps(week.save())
    return text


def open_week(book: Book, token: str) -> Week:
    """Raises SealBroken, and SaveUnreadable when the content changed under it."""
    if len(token) > MOST_SEALED:
        raise SealBroken
    try:
        save = _sealer().loads(token)
    except BadSignature as error:
        raise SealBroken from error
    return Week.resume(book, rule(), save)


def _sealer() -> URLSafeSerializer:
    assert current_app.secret_key is not None  # noqa: S101 - a site without a secret does not start
    return URLSafeSerializer(current_app.secret_key, salt=SALT)


def begin_week(book: Book, key: str) -> Week:
    """The situation on the first day that fits it. Raises Unknown."""
    return Week.alone(book, rule(), situation=key, seed=SEED, play=f"{SALT}-{key}")


def educators_book() -> Book:
    """The book with drafts too. A demo serves them anyway; a real site reads its folder once more, whenever its content changed."""
    catalogue = content.catalogue()
    book_of_learners = book()
    if settings().is_demo:
        return book_of_learners
    site = current_site()
    entry = site.educators_book
    if entry is None or entry[0] is not catalogue:
        new_book = book_reader.load(settings().shown_content, rule(), now=now().date(), instance="demo").book
        entry = site.educators_book = (catalogue, new_book or book_of_learners)
    return entry[1]


def situations(book: Book, campaign: str = "", about: str = "") -> list[Situation]:
    """Every situation, or those one may meet in a campaign or about one matter; by key."""
    one_campaign = book.campaigns.get(campaign)
    fitting = [item for item in book.situations.values() if one_campaign is None or item.fits(one_campaign)]
    return sorted((item for item in fitting if not about or about in item.about), key=lambda item: item.key)
