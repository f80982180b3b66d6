"""One store opened: its database, its one writer, its home page and its limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from lrs.storage import clock
from lrs.storage.database import connect
from lrs.storage.group_commit import GroupCommit
from lrs.storage.learner_context import ContextOf
from lrs.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a request may bring. body and attachment in bytes; page: statements in one answer.

    The rest holds for keys without every right: documents, documents_size: number and bytes of the documents of one agent (or of one
    activity, for its profiles); day: bytes of statements that the devices of one actor send in a day, UTC.
    """

    body: int = 16 * 1024 * 1024
    attachment: int = 8 * 1024 * 1024
    batch: int = 1000
    document: int = 4 * 1024 * 1024
    page: int = 500
    documents: int = 200
    documents_size: int = 20 * 1024 * 1024
    day: int = 32 * 1024 * 1024


@dataclass(frozen=True)
class Store:
    """What the web part and the command line work on. home_page: of every account the product writes.

    context_of: what the site knows of an actor; None where no site is around the store, and then claims are not compared.
    """

    engine: Engine
    writer: GroupCommit
    home_page: str
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = clock.now
    context_of: ContextOf | None = None


def open_store(url: str, *, home_page: str, limits: Limits | None = None, create: bool = False) -> Store:
    """Open the database at `url`. create: make the store's tables when they are not there; a site has its migrations for that."""
    engine = connect(url)
    if create:
        metadata.create_all(engine)
    return Store(engine, GroupCommit(engine), home_page, limits or Limits())
