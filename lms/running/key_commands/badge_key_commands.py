"""What the operator types about attestations: horslesmurs credential keys, rotate-key."""

import click

from lms import logs
from lms.credentials.badges import signing_keys
from lms.running.command_support import in_one_line, site, write
from lms.settings import read
from lms.web.database.extensions import db
from lms.web.database.instants import now


@click.group()
def credential() -> None:
    """The keys that sign badges."""


@credential.command("rotate-key")
@in_one_line
def rotate_key() -> None:
    """Sign with a new key from now on. Old badges go on verifying: the old public key stays listed. The site may run."""
    settings = read()
    with site(settings) as app:
        kid, at = signing_keys.next_kid(db.session()), now()
        pem = signing_keys.prepare_file(signing_keys.folder_of(settings), kid)
        db.session.rollback()
        write(app, lambda work: signing_keys.put_in_use(work, kid, pem, at).kid)
    logs.event("badge_key_rotated", key=kid, by="command")
    click.echo(f"Badges are signed with {kid} from now on. Copy the data folder’s keys, and keep the old ones: they were not removed.")


@credential.command("keys")
@in_one_line
def list_keys() -> None:
    """Print the keys, the newest first: name, since when, until when it signed."""
    with site(read()):
        for row in signing_keys.all_keys(db.session()):
            until = row.retired_at.date().isoformat() if row.retired_at else "signs"
            click.echo("\t".join((row.kid, row.created_at.date().isoformat(), until)))
