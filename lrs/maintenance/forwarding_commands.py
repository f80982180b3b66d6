"""`horslesmurs lrs forward`: the stores that get copies, how far behind they are, and how to add, run, pause and remove them."""

import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lrs.maintenance import forwarding, forwarding_keys
from lrs.maintenance.command_store import opened_store
from lrs.maintenance.peer_client import Credentials


@click.group("forward", invoke_without_command=True)
@click.pass_context
def forward_group(context: click.Context) -> None:
    """Show the stores that get copies and how far behind they are; add, run, pause and remove them."""
    if context.invoked_subcommand is not None:
        return
    table = Table("name", "endpoint", "sent up to", "lag", "failures", "refused", "next try", "last success", "last error")
    with opened_store(context) as store, store.engine.connect() as connection:
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
    with opened_store(context) as store:
        try:
            store.writer.submit(lambda connection: forwarding.add(connection, name=name, endpoint=endpoint, version=version))
            forwarding_keys.write(context.obj["folder"], name, credentials)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{name} gets copies as long as the site runs; `horslesmurs lrs forward run` sends them at once")


@forward_group.command("run")
@click.argument("name", required=False)
@click.pass_context
def run_forward(context: click.Context, name: str | None) -> None:
    """Send what is due, to one store or to all."""
    with opened_store(context) as store:
        with store.engine.connect() as connection:
            names = [row.name for row in forwarding.everyone(connection) if name in (None, row.name)]
        for each in names:
            took = forwarding.turn(store, each, forwarding_keys.read(context.obj["folder"], each))
            click.echo(f"{each}: {took} statements taken")
    if name is not None and not names:
        sys.exit(f"there is no forward {name!r}")


@forward_group.command("remove")
@click.argument("name")
@click.pass_context
def remove_forward(context: click.Context, name: str) -> None:
    """Send no more copies to a store."""
    with opened_store(context) as store:
        known = store.writer.submit(lambda connection: forwarding.remove(connection, name))
    if known:
        forwarding_keys.path_of(context.obj["folder"], name).unlink(missing_ok=True)
    click.echo(f"{name} gets no more copies" if known else f"there is no forward {name!r}")


@forward_group.command("pause")
@click.argument("name")
@click.option("--resume", is_flag=True, help="Go on instead.")
@click.pass_context
def pause_forward(context: click.Context, name: str, resume: bool) -> None:
    """Hold the copies to a store, or go on with --resume."""
    with opened_store(context) as store:
        known = store.writer.submit(lambda connection: forwarding.pause(connection, name, not resume))
    click.echo(f"{name} {'goes on' if resume else 'is held'}" if known else f"there is no forward {name!r}")
