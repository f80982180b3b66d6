"""Every look in its order; one that breaks is itself a finding, and the others are taken all the same."""

from collections.abc import Iterator
from datetime import datetime

from lms.health import readings
from lms.health.ages import Ages
from lms.running.doctor import copies, holders, machine, platforms, providers, reach, storage
from lms.running.doctor.findings import Finding, Look, Subject, fault, fine, warn
from lms.settings import Settings

LATE_S = 60.0


def processes(subject: Subject) -> Iterator[Finding]:
    """Whether the site runs, by the notes of its processes."""
    beats = [beat for beat in readings.beats(subject.settings.data, Ages()) if beat.is_alive]
    worker = next((beat for beat in beats if beat.name == "worker"), None)
    web = [beat for beat in beats if beat.name.startswith("web")]
    if not beats:
        yield warn("processes", "the site does not run", "start it with `horslesmurs serve` or `systemctl start hors-les-murs`")
    elif worker is None or not web:
        missing = "worker" if worker is None else "web process"
        yield fault(
            "processes",
            f"no {missing} runs",
            "restart the site and read its log; reports, messages and copies stand still without the worker",
        )
    elif any(beat.age_s > LATE_S for beat in (worker, *web)):
        yield fault(
            "processes", f"one has not moved for {max(beat.age_s for beat in (worker, *web)):.0f} s", "restart the site and read its log"
        )
    else:
        yield fine("processes", f"a worker and {len(web)} web processes run")


LOOKS: tuple[Look, ...] = (
    machine.folder, machine.disk, machine.clock, storage.database, storage.audit, storage.keys, storage.trials, copies.copies,
    reach.address, reach.mail,
    reach.content, reach.people, holders.holders, providers.providers, platforms.platforms, processes,
)  # fmt: skip


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Every finding, in the order in which an operator puts them right. now: aware."""
    subject = Subject(settings, now)
    for look in LOOKS:
        try:
            yield from look(subject)
        except Exception as error:  # a look that breaks says so, and takes no other with it
            yield fault(look.__name__, f"it could not be looked at ({type(error).__name__})", "please report this, with the log")
