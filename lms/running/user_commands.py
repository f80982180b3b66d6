"""What the operator types about people: horslesmurs user add, passphrase, role, show, rename, erase, list."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening, passphrases
from lms.accounts.merging import merge_accounts
from lms.accounts.models import ROLES, Account
from lms.accounts.second_factor import second_factors
from lms.errors import MergeRefused, NameLooksAlike, NameTaken, NameUnfit, Unknown
from lms.running.command_support import in_one_line, site, write
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.instants import now

REFUSED_WORDS = {
    merge_accounts.SAME: "they are one account",
    merge_accounts.STAFF: "one of them looks after others",
    merge_accounts.ROLES: "their roles differ; patients and professionals are never mixed",
    merge_accounts.SIMULATED: "one of them is a demonstration",
    merge_accounts.VERIFIED: "both professions were checked, or their RPPS numbers differ: two people",
    merge_accounts.OPEN_TEST: "a test is going on; wait until it has ended",
}


@click.group()
def user() -> None:
    """Create people, change roles, reset passphrases."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--email", default=None)
@click.option("--demo", "is_demo", is_flag=True, help="Counted with the simulated learners, never with real ones.")
@in_one_line
def add_user(name: str, role: str, email: str | None, is_demo: bool) -> None:
    """Create an account with a random passphrase, printed once."""
    with site(read()) as app:
        click.echo(f"{name}: {_add(app, name, role, email, is_demo)}")


def _add(app: Flask, name: str, role: str, email: str | None, is_demo: bool) -> str:
    passphrase = passphrases.generate()
    new = opening.NewAccount(name, passphrases.hashed(passphrase), role, email, is_simulated=is_demo, has_consented=is_demo)
    with _names_explained():
        account_id = write(app, lambda work: opening.open_account(work, new, now()).id)
    logs.event("account_opened", account=account_id, role=role, by="command")
    return passphrase


@contextmanager
def _names_explained() -> Iterator[None]:
    """Says why a name was refused, as the operator needs it."""
    try:
        yield
    except NameLooksAlike as error:
        raise Unknown(f"the name {error} would be taken for that of another account; choose another") from error
    except NameTaken as error:
        raise Unknown(f"the name or address {error} belongs to another account; choose another") from error
    except NameUnfit as error:
        words = "use 2 to 40 letters of one alphabet, digits, dots or hyphens, without spaces; an address looks like nadia@example.org"
        raise Unknown(f"{error} cannot be a sign-in name or an address; {words}") from error


@user.command("second-factor")
@click.argument("name")
@click.option("--remove", is_flag=True, required=True, help="Remove it: the passphrase alone opens, until it is set up again.")
@in_one_line
def second_factor(name: str, remove: bool) -> None:
    """Remove the second step at sign-in of somebody who lost telephone and paper; her sessions end."""
    with site(read()) as app:

        def work_of(work: Session) -> tuple[int, bool]:
            account_id = account_of(work, name).id
            opening.end_sessions(work, account_id)
            return account_id, second_factors.remove(work, account_id)

        account_id, was_on = write(app, work_of)
        logs.event("second_factor_removed", account=account_id, by="command")
    click.echo(f"{name}: {'removed' if was_on else 'there was none'}.")


@user.command("rename")
@click.argument("name")
@click.argument("new_name")
@in_one_line
def rename_user(name: str, new_name: str) -> None:
    """Give somebody another sign-in name; the passphrase stays."""
    with site(read()) as app, _names_explained():
        write(app, lambda work: opening.rename(work, account_of(work, name).id, new_name))


@user.command("show")
@click.argument("name")
@in_one_line
def show_user(name: str) -> None:
    """Print what is known of one account: name, role, e-mail address, when it was opened, the name before an upgrade."""
    with site(read()):
        from lms.web.database.extensions import db as tables

        account = account_of(tables.session(), name)
        rows = {
            "name": account.username,
            "role": account.role + (" (demo)" if account.learner.is_simulated else ""),
            "e-mail": account.email or "none",
            "opened": account.created_at.date().isoformat(),
            "name before an upgrade": account.renamed_from,
        }
        for label, value in rows.items():
            if value:
                click.echo(f"{label}: {value}")


@user.command("passphrase")
@click.argument("name")
@in_one_line
def new_passphrase(name: str) -> None:
    """Give somebody a new random passphrase, printed once; her sessions end."""
    with site(read()) as app:
        passphrase = passphrases.generate()
        stored = passphrases.hashed(passphrase)

        def work_of(work: Session) -> tuple[int, str]:
            account = account_of(work, name)
            opening.change_passphrase(work, account.id, stored)
            return account.id, account.username

        account_id, username = write(app, work_of)
        logs.event("passphrase_reset", account=account_id, by="command")
        click.echo(f"{username}: {passphrase}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@in_one_line
def change_role(name: str, role: str) -> None:
    """Give somebody another role; her sessions end."""
    with site(read()) as app:
        account_id = write(app, lambda work: account_of(work, name).id)
        write(app, lambda work: opening.change_role(work, account_id, role))
        logs.event("role_changed", account=account_id, role=role, by="command")


@user.command("merge")
@click.argument("name")
@click.argument("other")
@click.confirmation_option(prompt="This cannot be undone. Are both accounts of one person, and is the second one to end?")
@in_one_line
def merge_users(name: str, other: str) -> None:
    """Bring everything of OTHER into NAME, and end OTHER. Refused for staff, two roles, two checked professions."""
    settings = read()
    with site(settings) as app:
        kept_id, gone_id = write(app, lambda work: (account_of(work, name).id, account_of(work, other).id))
        try:
            write(app, lambda work: merge_accounts.merge(work, kept_id, gone_id, settings.home_page, now(), None))
        except MergeRefused as error:
            raise Unknown(f"{name} and {other} are not merged: {REFUSED_WORDS[error.reason]}") from error
        logs.event("accounts_merged", account=kept_id, by="command")
    click.echo(f"{other} is {name} now. Devices that were linked to {other} must be linked again.")


@user.command("erase")
@click.argument("name")
@click.confirmation_option(prompt="This cannot be undone. Erase the account and all that is kept of the person?")
@in_one_line
def erase_user(name: str) -> None:
    """Erase a person: account, progress, statements, keys of her devices; also from copies brought back later."""
    from lms.privacy import erasing, finishing
    from lms.web.database.writing import submit

    settings = read()
    with site(settings) as app:
        store = site_of(app).store
        account_id = write(app, lambda work: account_of(work, name).id)
        erasing.erase_person(submit, store.engine, settings.data, lambda _work: account_id, settings.home_page)
        logs.event("account_erased", account=account_id, by="command")
        if finishing.finish(store, settings.data, wait_ms=10_000):
            click.echo(f"{name} is erased. Copies made before still hold the person: throw them away when their time is over.")
        else:
            why = "somebody is reading or the disk is full, so bytes are left in the files"
            click.echo(f"{name} is being erased: {why}. The running site finishes it.")


@user.command("list")
@in_one_line
def list_users() -> None:
    """Print sign-in names and roles."""
    with site(read()):
        from lms.web.database.extensions import db as tables

        for account in tables.session.scalars(select(Account).order_by(Account.username_key)):
            before = f"renamed by an upgrade; it was {account.renamed_from}" if account.renamed_from else ""
            click.echo("\t".join(filter(None, (account.username, account.role, "demo" if account.learner.is_simulated else "", before))))


def account_of(work: Session, name: str) -> Account:
    """The account of this name as people type it. Raises Unknown, with the names that may be meant."""
    account = opening.find(work, name)
    if account is None:
        near = opening.near(work, name)
        hint = f"; is it {' or '.join(near)}?" if near else ""
        raise Unknown(f"there is no account {name}{hint}; see them with: horslesmurs user list")
    return account
