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


def opened(book: Book, sealed: str) -> Week:
    """Raises SealBroken, and SaveUnreadable when the content changed under it."""
    if len(sealed) > MOST_SEALED:
        raise SealBroken
    try:
        saved = _sealer().loads(sealed)
    except BadSignature as error:
        raise SealBroken from error
    return Week.resume(book, rule(), saved)


def _sealer() -> URLSafeSerializer:
    assert current_app.secret_key is not None  # noqa: S101 - a site without a secret does not start
    return URLSafeSerializer(current_app.secret_key, salt=SALT)


def begun(book: Book, key: str) -> Week:
    """The situation on the first day that fits it. Raises Unknown."""
    return Week.alone(book, rule(), situation=key, seed=SEED, play=f"{SALT}-{key}")


def educators_book() -> Book:
    """The book with drafts too. A demo serves them anyway; a real site reads its folder once more, whenever its content changed."""
    catalogue = content.catalogue()
    served = book()
    if settings().is_demo:
        return served
    site = current_site()
    cached = site.educators_book
    if cached is None or cached[0] is not catalogue:
        read = book_reader.load(settings().shown_content, rule(), now=now().date(), instance="demo").book
        cached = site.educators_book = (catalogue, read or served)
    return cached[1]


def situations(book: Book, campaign: str = "", about: str = "") -> list[Situation]:
    """Every situation, or those one may meet in a campaign or about one matter; by key."""
    chosen = book.campaigns.get(campaign)
    found = [item for item in book.situations.values() if chosen is None or item.fits(chosen)]
    return sorted((item for item in found if not about or about in item.about), key=lambda item: item.key)
