"""What the operator types about learning platforms: horslesmurs lti rotate-key."""

import click

from lms import logs
from lms.lti import tool_keys
from lms.running.audit_commands import note_command
from lms.running.command_support import in_one_line
from lms.settings import read


@click.group()
def lti() -> None:
    """The keys with which the site signs towards learning platforms."""


@lti.command("rotate-key")
@in_one_line
def rotate_key() -> None:
    """Sign with a new key from now on. Old ones stay shown until their files are removed. The site may run."""
    settings = read()
    kid = tool_keys.make_next(settings)
    logs.event("platform_key_made", key=kid, by="command")
    note_command(settings, "platform_key_made", kid)
    click.echo(f"Platforms see {kid} at {settings.origin}/lti/keys from now on. Once all have read it, older files of keys/lti may go.")
