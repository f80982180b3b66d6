"""What the operator types: horslesmurs doctor."""

import json
import sys
from dataclasses import asdict

import click

from lms.running.command_support import in_one_line
from lms.running.doctor.examination import examine
from lms.settings import read
from lms.web.database.instants import now

MARKS = {"ok": "ok     ", "warning": "look   ", "fault": "FAULT  "}


@click.command()
@click.option("--json", "is_json", is_flag=True, help="For programs: one JSON object a line.")
@in_one_line
def doctor(is_json: bool) -> None:
    """Look at settings, folder, disk, clock, database, copies, keys, address, mail and content; say what to do. Exit code 1 at a fault."""
    findings = list(examine(read(), now()))
    for finding in findings:
        if is_json:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
            continue
        click.echo(f"{MARKS[finding.state]}{finding.part}: {finding.words}")
        if finding.advice:
            click.echo(f"       -> {finding.advice}")
    if any(finding.state == "fault" for finding in findings):
        sys.exit(1)
