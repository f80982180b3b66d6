"""What one application holds beside Flask's own parts: one typed record, put by create_app and read by these functions alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import Flask, current_app

from courses.library.drawings import read_pictures
from courses.model.game import Book
from courses.model.rules import SiteRule
from courses.serving.catalogue import Catalogue
from courses.serving.catalogue_reader import Trouble
from courses.serving.private_pool import PrivatePool
from courses.serving.search import SqliteIndex
from lms.health.monitor import Monitor
from lms.settings import Settings
from lrs.storage.group_commit import GroupCommit
from lrs.storage.metrics import Metrics
from lrs.storage.store import Store
from lrs.web.access_control import Buckets, Guard

_KEY = "horslesmurs"
CALLS_A_MINUTE = 600
"""Of /api/v1 for a key that has no bound of its own, in each web process."""


@dataclass(frozen=True)
class Asset:
    """One static file. packed: its compressed forms by coding; mark: the start of its digest, which names it in addresses."""

    body: bytes
    packed: Mapping[str, bytes]
    kind: str
    mark: str


@dataclass(frozen=True, eq=False)
class SiteContent:
    """What one request shows. trouble: why the content could not be renewed; None when all is well."""

    catalogue: Catalogue
    trouble: Trouble | None = None

    @property
    def rule(self) -> SiteRule:
        return self.catalogue.rule


@dataclass(eq=False)
class Site:
    """The services and values of one application, shared by all its threads.

    The first group never changes. The second is replaced whole while the site runs, so that a thread reads the old value or the new one.
    newest_content: for what runs outside requests; a request reads its own snapshot (lms/web/site/content.py).
    decoy: a passphrase hash of nobody, so that an unknown name costs as much time as a known one.
    """

    settings: Settings
    writer: GroupCommit
    store: Store
    health: Monitor
    assets: Mapping[str, Asset]
    decoy: str
    metrics: Metrics = field(default_factory=Metrics)
    metrics_guard: Guard = field(init=False)
    """Checks the keys of /metrics as the store does; one a process, since it counts calls."""
    api_guard: Guard = field(init=False)
    """The same for /api/v1."""
    api_readers: Buckets = field(default_factory=Buckets)
    """Counts the calls of people who ask /api/v1 by their session."""

    newest_content: SiteContent = field(kw_only=True)
    content_looked_at: datetime | None = None
    search: tuple[Catalogue, SqliteIndex] | None = None
    """The search index and the catalogue it was built from; None before the first search and after a failure."""
    search_state: str = ""
    """`ready`, `failed`, or empty before the first search."""
    private_pools: dict[str, tuple[object, PrivatePool]] = field(default_factory=dict)
    """Opened private pools by course, each with the state of the file it was read from. In memory alone."""
    provider_documents: dict[str, object] = field(default_factory=dict)
    """What providers of identities publish, by their key: lms/accounts/providers/documents.py alone reads and writes it."""
    trial_content: tuple[Catalogue, str] | None = None
    """The hash of a catalogue's texts (lms/trial/content_hash.py), and the catalogue; None before a trial asks for it."""
    browser_bundle: tuple[Catalogue, object] | None = None
    """What the game in browsers is played with, packed for this catalogue: lms/play_here alone reads and writes it."""
    educators_book: tuple[Catalogue, Book] | None = None
    """The game's book with drafts, read when this catalogue was the newest."""

    def __post_init__(self) -> None:
        self.metrics_guard = Guard(self.store)
        self.api_guard = Guard(self.store, usual_rate=CALLS_A_MINUTE)

    @cached_property
    def picture_parts(self) -> Mapping[str, str]:
        """The drawings that scenes are made of, read when the first scene is shown."""
        return read_pictures(self.settings.content / "media" / "art").parts


def put_site(app: Flask, site: Site) -> None:
    """To be called once for an application, by lms.app.create_app."""
    app.extensions[_KEY] = site


def site_of(app: Flask) -> Site:
    """Raises KeyError for an application that create_app did not make."""
    site: Site = app.extensions[_KEY]
    return site


def current_site() -> Site:
    """The site of this request or app context."""
    return site_of(current_app)
