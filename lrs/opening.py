"""One store opened: its database, its one writer, its home page and its limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from lrs import clock
from lrs.database import connect
from lrs.group_commit import GroupCommit
from lrs.tables import metadata


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a request may bring. body and attachment in bytes; page: statements in one answer."""

    body: int = 16 * 1024 * 1024
    attachment: int = 8 * 1024 * 1024
    batch: int = 1000
    document: int = 4 * 1024 * 1024
    page: int = 500


@dataclass(frozen=True)
class Store:
    """What the web part and the command line work on. home_page: of every account the product writes."""

    engine: Engine
    writer: GroupCommit
    home_page: str
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = clock.now


def open_store(url: str, *, home_page: str, limits: Limits | None = None, create: bool = False) -> Store:
    """Open the database at `url`. create: make the store's tables when they are not there; a site has its migrations for that."""
    engine = connect(url)
    if create:
        metadata.create_all(engine)
    return Store(engine, GroupCommit(engine), home_page, limits or Limits())
