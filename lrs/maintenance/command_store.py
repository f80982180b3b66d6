"""The store as the operator's commands open it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from infrastructure.errors import InfrastructureError
from infrastructure.locks import file_lock
from lrs.errors import RestoreInterrupted, StoreError
from lrs.storage.file_replacement import PLAN
from lrs.storage.locks import SITE
from lrs.storage.store import Store, open_store


@contextmanager
def opened_store(context: click.Context) -> Iterator[Store]:
    """The store, shared with the site that may be running; refused while a restore or an upgrade goes on, or was interrupted."""
    folder: Path = context.obj["folder"]
    try:
        with file_lock(folder / SITE, f"lrs {context.info_name}", is_shared=True):
            if (folder / PLAN).exists():
                raise RestoreInterrupted(folder)
            store = open_store(context.obj["url"], home_page=context.obj["home_page"])
            try:
                yield store
            finally:
                store.writer.close()
                store.engine.dispose()
    except (StoreError, InfrastructureError) as error:
        raise click.ClickException(str(error)) from error
