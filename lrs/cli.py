"""`horslesmurs lrs`: access keys, export, erasure and forwarding from the command line."""

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from lrs import clock, erasure, export, forward_keys, forwarding, keys
from lrs.errors import StoreError
from lrs.opening import Store, open_store
from lrs.peer import Credentials
from xapi.actor import account

DEFAULT_HOME = "https://hors-les-murs.example/"


@click.group()
@click.option("--data", envvar="HORSLESMURS_DATA", type=click.Path(path_type=Path), help="Data folder of the site.")
@click.option(
    "--database", envvar="HORSLESMURS_DATABASE", default="", help="Address of the database; by default the SQLite file of the data folder."
)
@click.option("--home-page", envvar="HORSLESMURS_HOME_PAGE", default="", help="Account home page of the site's actors.")
@click.option("--settings", envvar="HORSLESMURS_SETTINGS", type=click.Path(path_type=Path, exists=True), help="The site's TOML file.")
@click.pass_context
def lrs(context: click.Context, data: Path | None, database: str, home_page: str, settings: Path | None) -> None:
    """Access keys, export, erasure and forwarding of the statement store."""
    filed = tomllib.loads(settings.read_text(encoding="utf-8")) if settings is not None else {}
    folder = data or Path(filed.get("data") or _user_folder()).expanduser()
    url = database or str(filed.get("database") or f"sqlite:///{folder / 'horslesmurs.sqlite'}")
    context.obj = {"folder": folder, "url": url, "home_page": home_page or str(filed.get("home_page") or DEFAULT_HOME)}


def _user_folder() -> str:
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA")
    return str((Path(base) if base else Path.home() / ".local" / "share") / "hors-les-murs")


@contextmanager
def _opened(context: click.Context) -> Iterator[Store]:
    store = open_store(context.obj["url"], home_page=context.obj["home_page"])
    try:
        yield store
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    finally:
        store.writer.close()
        store.engine.dispose()


@lrs.group("keys", invoke_without_command=True)
@click.pass_context
def keys_group(context: click.Context) -> None:
    """List access keys; create, rotate and revoke them."""
    if context.invoked_subcommand is not None:
        return
    table = Table(Column("id", no_wrap=True), "label", "policy", "scopes", "cohort", "expires", "last used", "revoked")
    with _opened(context) as store, store.engine.connect() as connection:
        for key in keys.everyone(connection):
            cells = (key.id, key.label, key.policy, " ".join(sorted(key.scopes)), key.cohort, key.expires, key.last_used, key.revoked)
            table.add_row(*(cell or "" for cell in cells))
    Console().print(table)


@keys_group.command()
@click.option("--label", required=True, help="Who or what the key is for.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(tuple(keys.SCOPES)), default=keys.DEVICE, show_default=True)
@click.option("--policy", type=click.Choice((keys.PSEUDONYMOUS, keys.ANY)), default=keys.PSEUDONYMOUS, show_default=True)
@click.option("--actor", help="UUID of the one actor the key writes for.")
@click.option("--cohort", help="UUID of the one cohort the key writes for and reads.")
@click.option("--rate", default=0, show_default=True, help="Most calls a minute; 0 for no bound.")
@click.option("--days", type=int, help="Days until the key expires.")
@click.pass_context
def create(
    context: click.Context,
    label: str,
    scopes: tuple[str, ...],
    policy: str,
    actor: str | None,
    cohort: str | None,
    rate: int,
    days: int | None,
) -> None:
    """Make an access key; its secret is shown this once."""
    bound = account(context.obj["home_page"], actor) if actor else None
    expires = None if days is None else clock.now() + timedelta(days=days)
    with _opened(context) as store:
        key, secret = store.writer.submit(
            lambda connection: keys.create(
                connection, label=label, scopes=scopes, policy=policy, actor=bound, cohort=cohort, rate=rate, expires=expires
            )
        )
    click.echo(f"id      {key.id}\nsecret  {secret}")


@keys_group.command()
@click.argument("id")
@click.option("--overlap-hours", default=24, show_default=True, help="How long the old secret still opens.")
@click.pass_context
def rotate(context: click.Context, id: str, overlap_hours: int) -> None:
    """Give a key a new secret, shown this once."""
    with _opened(context) as store:
        secret = store.writer.submit(lambda connection: keys.rotate(connection, id, overlap=timedelta(hours=overlap_hours)))
    click.echo(f"secret  {secret}")


@keys_group.command()
@click.argument("id")
@click.pass_context
def revoke(context: click.Context, id: str) -> None:
    """Close a key for good."""
    with _opened(context) as store:
        store.writer.submit(lambda connection: keys.revoke(connection, id))
    click.echo(f"{id} opens nothing any more")


@lrs.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="A table instead of one JSON statement a line.")
@click.option("--since", default=0, help="Only statements after this number.")
@click.pass_context
def export_command(context: click.Context, target: Path, as_csv: bool, since: int) -> None:
    """Write statements to a file, as NDJSON or CSV. For Parquet see `horslesmurs analytics`."""
    write = export.table if as_csv else export.ndjson
    part = target.with_name(target.name + ".part")
    with _opened(context) as store, Progress(console=Console(stderr=True)) as bar:
        line = bar.add_task("statements", total=None)
        with store.engine.connect() as connection, part.open("w", encoding="utf-8", newline="") as out:
            count = write(connection, out, since=since, progress=lambda done, total: bar.update(line, completed=done, total=total))
    part.replace(target)
    click.echo(f"{count} statements in {target}")


@lrs.command()
@click.argument("pseudonym")
@click.option("--mode", type=click.Choice((erasure.ALL, erasure.CONTENT)), default=erasure.ALL, show_default=True)
@click.confirmation_option(prompt="This cannot be undone. Erase?")
@click.pass_context
def erase(context: click.Context, pseudonym: str, mode: str) -> None:
    """Erase one actor, by UUID: statements and documents, in this store and in every backup restored later."""
    actor = account(context.obj["home_page"], pseudonym)
    with _opened(context) as store:
        done, graves = store.writer.submit(
            lambda connection: (erasure.erase(connection, actor, mode=mode), erasure.tombstones_of(connection))
        )
        erasure.note(context.obj["folder"] / "erased.ndjson", graves[-1:])
        click.echo(f"{done.statements} statements and {done.documents} documents erased")
        with store.engine.connect() as connection:
            told = [row for row in forwarding.everyone(connection) if row.watermark]
        for row in told:
            click.echo(f"copies may be at {row.name} ({row.endpoint}): they stay there until its operator erases them too")
        with store.writer.hold():
            erasure.reclaim(store.engine)


@lrs.command()
@click.pass_context
def reclaim(context: click.Context) -> None:
    """Rewrite the database so that no byte of what was erased stays; writes wait meanwhile."""
    with _opened(context) as store, store.writer.hold():
        erasure.reclaim(store.engine)
    click.echo("no byte of what was erased is left in the database")


@lrs.group("forward", invoke_without_command=True)
@click.pass_context
def forward_group(context: click.Context) -> None:
    """Show the stores that get copies and how far behind they are; add, run, pause and remove them."""
    if context.invoked_subcommand is not None:
        return
    table = Table("name", "endpoint", "sent up to", "lag", "failures", "refused", "next try", "last success", "last error")
    with _opened(context) as store, store.engine.connect() as connection:
        for row in forwarding.everyone(connection):
            counts = (str(row.watermark), str(row.lag), str(row.failures), str(row.refused))
            table.add_row(row.name, row.endpoint, *counts, row.next_try or "", row.last_success or "", row.last_error or "")
    Console().print(table)


@forward_group.command("add")
@click.argument("name")
@click.argument("endpoint")
@click.option("--key", "id", required=True, help="Id of the access key the other store gave.")
@click.option("--secret-file", type=click.File("r"), default="-", help="File with its secret; by default standard input.")
@click.option("--version", default="1.0.3", show_default=True)
@click.pass_context
def add_forward(context: click.Context, name: str, endpoint: str, id: str, secret_file: Any, version: str) -> None:
    """Send copies of all statements to the store at ENDPOINT from now on."""
    credentials = Credentials(id, secret_file.read().strip())
    with _opened(context) as store:
        try:
            store.writer.submit(lambda connection: forwarding.add(connection, name=name, endpoint=endpoint, version=version))
            forward_keys.write(context.obj["folder"], name, credentials)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{name} gets copies as long as the site runs; `horslesmurs lrs forward run` sends them at once")


@forward_group.command("run")
@click.argument("name", required=False)
@click.pass_context
def run_forward(context: click.Context, name: str | None) -> None:
    """Send what is due, to one store or to all."""
    with _opened(context) as store:
        with store.engine.connect() as connection:
            names = [row.name for row in forwarding.everyone(connection) if name in (None, row.name)]
        for each in names:
            took = forwarding.turn(store, each, forward_keys.read(context.obj["folder"], each))
            click.echo(f"{each}: {took} statements taken")
    if name is not None and not names:
        sys.exit(f"there is no forward {name!r}")


@forward_group.command("remove")
@click.argument("name")
@click.pass_context
def remove_forward(context: click.Context, name: str) -> None:
    """Send no more copies to a store."""
    with _opened(context) as store:
        known = store.writer.submit(lambda connection: forwarding.remove(connection, name))
    if known:
        forward_keys.path_of(context.obj["folder"], name).unlink(missing_ok=True)
    click.echo(f"{name} gets no more copies" if known else f"there is no forward {name!r}")


@forward_group.command("pause")
@click.argument("name")
@click.option("--resume", is_flag=True, help="Go on instead.")
@click.pass_context
def pause_forward(context: click.Context, name: str, resume: bool) -> None:
    """Hold the copies to a store, or go on with --resume."""
    with _opened(context) as store:
        known = store.writer.submit(lambda connection: forwarding.pause(connection, name, not resume))
    click.echo(f"{name} {'goes on' if resume else 'is held'}" if known else f"there is no forward {name!r}")
