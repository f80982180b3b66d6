"""What simulating needs of a site."""

from dataclasses import dataclass

from flask import Flask

from courses.serving.catalogue import Catalogue
from lms.web.current_site import site_of
from lrs.storage.group_commit import GroupCommit


@dataclass(frozen=True)
class SimulationTarget:
    """What simulating needs of a site: its writer, its catalogue, the home page of its actors."""

    writer: GroupCommit
    catalogue: Catalogue
    home_page: str


def target_of(app: Flask) -> SimulationTarget:
    site = site_of(app)
    return SimulationTarget(site.writer, site.newest_content.catalogue, site.settings.home_page)
