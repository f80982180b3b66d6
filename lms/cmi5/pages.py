"""The blueprint of packages of other publishers, and what its pages share."""

from uuid import UUID

from sqlalchemy import select

from lms.cmi5.keeping import Site as SiteOfWork
from lms.cmi5_modules.models import Cmi5Module
from lms.errors import NotFound
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing.pages import Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("cmi5", __name__)
NO_STORE = {"Cache-Control": "no-store"}


def package(uuid: UUID) -> Cmi5Module:
    """A package that is in its course now. Raises NotFound."""
    row = reading_session().scalar(select(Cmi5Module).where(Cmi5Module.uuid == uuid, Cmi5Module.ended_at.is_(None)))
    if row is None:
        raise NotFound
    return row


def site_of_work() -> SiteOfWork:
    """What the writer's work needs of the site, taken in the request before it runs."""
    return SiteOfWork(content.catalogue().courses, settings().home_page, now())
