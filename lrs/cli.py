"""`horslesmurs lrs`: access keys, export, erasure and forwarding from the command line."""

import logging
import os
import textwrap
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from lrs.keys import access_keys
from lrs.maintenance import erasure, erasure_journal, forwarding
from lrs.maintenance.command_store import opened_store
from lrs.maintenance.erasure_journal import Noting
from lrs.maintenance.forwarding_commands import forward_group
from lrs.reading import export
from lrs.storage import clock
from lrs.storage.private_files import private_umask
from xapi.actor import account
from xapi.errors import ActorInvalid

events = logging.getLogger("lrs.events")
RATE_HELP = f"Most calls a minute; 0 for no bound. By default {access_keys.DEVICE_RATE} with --actor, no bound without."
DEFAULT_HOME = "https://hors-les-murs.example/"


def log_event(event: str, **fields: str | int) -> None:
    """Write down what an operator did, without a word about anybody."""
    events.info(event, extra={"event": event, "fields": {**fields, "by": "command"}})


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
    file_settings = tomllib.loads(settings.read_text(encoding="utf-8")) if settings is not None else {}
    folder = data or Path(file_settings.get("data") or _user_folder()).expanduser()
    url = database or str(file_settings.get("database") or f"sqlite:///{folder / 'horslesmurs.sqlite'}")
    context.obj = {"folder": folder, "url": url, "home_page": home_page or str(file_settings.get("home_page") or DEFAULT_HOME)}
    context.with_resource(private_umask())


def _user_folder() -> str:
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA")
    return str((Path(base) if base else Path.home() / ".local" / "share") / "hors-les-murs")


@lrs.group("keys", invoke_without_command=True)
@click.pass_context
def keys_group(context: click.Context) -> None:
    """List access keys; create, rotate and revoke them."""
    if context.invoked_subcommand is not None:
        return
    with opened_store(context) as store, store.engine.connect() as connection:
        for key in access_keys.everyone(connection):
            click.echo(_key_lines(key))


def _key_lines(key: access_keys.AccessKey) -> str:
    """A key as a few short lines: a table of so many columns cannot be read in a window of eighty."""
    rows = (
        ("label", key.label),
        ("policy", key.policy),
        ("scopes", ", ".join(sorted(key.scopes))),
        ("actor", (key.actor or {}).get("account", {}).get("name", "") if key.actor else ""),
        ("cohort", key.cohort),
        ("rate", f"{key.rate} calls a minute" if key.rate else "no bound"),
        ("created", _minute(key.created)),
        ("expires", _minute(key.expires)),
        ("last used", _minute(key.last_used)),
        ("revoked", _minute(key.revoked)),
    )
    lines = [textwrap.fill(value, 78, initial_indent=f"  {name:<10}", subsequent_indent=" " * 12) for name, value in rows if value]
    return "\n".join([key.id, *lines, ""])


def _minute(moment: str | None) -> str:
    """`2026-11-23 19:04 UTC`; empty for none."""
    return f"{moment[:10]} {moment[11:16]} UTC" if moment else ""


def _account(context: click.Context, pseudonym: str) -> dict[str, Any]:
    """The actor of a pseudonym. Ends the command with a sentence when it is no UUID."""
    try:
        return account(context.obj["home_page"], pseudonym)
    except ActorInvalid:
        sentence = f"{pseudonym!r} is no UUID: an actor is named by the UUID in its statements, not by a name or an address"
        raise click.BadParameter(sentence) from None


@keys_group.command()
@click.option("--label", required=True, help="Who or what the key is for.")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(tuple(access_keys.SCOPES)), default=access_keys.DEVICE, show_default=True
)
@click.option(
    "--policy", type=click.Choice((access_keys.PSEUDONYMOUS, access_keys.ANY)), default=access_keys.PSEUDONYMOUS, show_default=True
)
@click.option("--actor", help="UUID of the one actor the key writes for.")
@click.option("--cohort", help="UUID of the one cohort the key writes for and reads.")
@click.option("--rate", type=click.IntRange(0, 1_000_000), help=RATE_HELP)
@click.option("--days", type=click.IntRange(1, 36_500), help="Days until the key expires.")
@click.pass_context
def create(
    context: click.Context,
    label: str,
    scopes: tuple[str, ...],
    policy: str,
    actor: str | None,
    cohort: str | None,
    rate: int | None,
    days: int | None,
) -> None:
    """Make an access key; its secret is shown this once."""
    account = _account(context, actor) if actor else None
    expires = None if days is None else clock.now() + timedelta(days=days)
    with opened_store(context) as store:
        key, secret = store.writer.submit(
            lambda connection: access_keys.create(
                connection, label=label, scopes=scopes, policy=policy, actor=account, cohort=cohort, rate=rate, expires=expires
            )
        )
    log_event("key_made", key=key.id)
    click.echo(f"id      {key.id}\nsecret  {secret}")


@keys_group.command()
@click.argument("id")
@click.option("--overlap-hours", default=24, show_default=True, help="How long the old secret still opens.")
@click.pass_context
def rotate(context: click.Context, id: str, overlap_hours: int) -> None:
    """Give a key a new secret, shown this once."""
    with opened_store(context) as store:
        secret = store.writer.submit(lambda connection: access_keys.rotate(connection, id, overlap=timedelta(hours=overlap_hours)))
    log_event("key_rotated", key=id)
    click.echo(f"secret  {secret}")


@keys_group.command()
@click.argument("id")
@click.pass_context
def revoke(context: click.Context, id: str) -> None:
    """Close a key for good."""
    with opened_store(context) as store:
        store.writer.submit(lambda connection: access_keys.revoke(connection, id))
    log_event("key_revoked", key=id)
    click.echo(f"{id} opens nothing any more")


@keys_group.command()
@click.argument("id")
@click.argument("calls", type=click.IntRange(0, 1_000_000))
@click.pass_context
def rate(context: click.Context, id: str, calls: int) -> None:
    """Set the most calls a minute of a key; 0 for no bound."""
    with opened_store(context) as store:
        store.writer.submit(lambda connection: access_keys.set_rate(connection, id, calls))
    click.echo(f"{id} may make {calls} calls a minute" if calls else f"{id} may call without bound")


@lrs.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="A table instead of one JSON statement a line.")
@click.option("--since", default=0, help="Only statements after this number.")
@click.pass_context
def export_command(context: click.Context, target: Path, as_csv: bool, since: int) -> None:
    """Write statements to a file, as NDJSON or CSV. For Parquet see `horslesmurs analytics`."""
    write = export.table if as_csv else export.ndjson
    part = target.with_name(target.name + ".part")
    with opened_store(context) as store, Progress(console=Console(stderr=True)) as bar:
        line = bar.add_task("statements", total=None)
        with store.engine.connect() as connection, part.open("w", encoding="utf-8", newline="") as out:
            count = write(
                connection, out, since=since, progress=lambda count_so_far, total: bar.update(line, completed=count_so_far, total=total)
            )
    part.replace(target)
    log_event("statements_exported", count=count, format="csv" if as_csv else "ndjson")
    click.echo(f"{count} statements in {target}")


@lrs.command()
@click.argument("pseudonym")
@click.option("--mode", type=click.Choice((erasure.ALL, erasure.CONTENT)), default=erasure.ALL, show_default=True)
@click.confirmation_option(prompt="This cannot be undone. Erase?")
@click.pass_context
def erase(context: click.Context, pseudonym: str, mode: str) -> None:
    """Erase one actor, by UUID: statements and documents, in this store and in every backup restored later."""
    actor = _account(context, pseudonym)
    with opened_store(context) as store:
        noting = Noting(context.obj["folder"] / erasure_journal.NAME)
        try:
            counts = store.writer.submit(lambda connection: erasure.erase(connection, actor, mode=mode, noting=noting)).taken
        except BaseException:
            erasure.withdraw(store.engine, noting)
            raise
        log_event("statements_erased", count=counts.statements)
        click.echo(f"{counts.statements} statements and {counts.documents} documents erased")
        with store.engine.connect() as connection:
            receivers = [row for row in forwarding.everyone(connection) if row.watermark]
        for row in receivers:
            click.echo(f"copies may be at {row.name} ({row.endpoint}): they stay there until its operator erases them too")
        with store.writer.hold():
            erasure.reclaim(store.engine)


@lrs.command()
@click.pass_context
def reclaim(context: click.Context) -> None:
    """Rewrite the database so that no byte of what was erased stays; writes wait meanwhile."""
    with opened_store(context) as store, store.writer.hold():
        erasure.reclaim(store.engine)
    click.echo("no byte of what was erased is left in the database")


lrs.add_command(forward_group)
