"""The copies: made, fresh, proven, encrypted with a key that is also elsewhere, on another disk, and as long kept as people are told."""

from collections.abc import Iterator
from pathlib import Path

from lms.errors import LmsError
from lms.health import readings
from lms.health.readings import BackupReading
from lms.health.reasons import BACKUP_H, NIGHTLY_H, PROVEN_D
from lms.running.backups import copies as copies_of_nights
from lms.running.backups import keys, retention
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn

SET_FOLDER = "set HORSLESMURS_BACKUP_FOLDER to a folder on another disk: the site then makes an encrypted copy each night (docs/backups.md)"


def copies(subject: Subject) -> Iterator[Finding]:
    """There is a copy, not older than the site says it may be; those of each night are proven and can be opened elsewhere."""
    settings, backup = subject.settings, readings.backup(subject.settings.data)
    limit_h = settings.backup_hours or (NIGHTLY_H if settings.backup_folder else BACKUP_H)
    advice = "run `horslesmurs backups run` and read what it says" if settings.backup_folder else SET_FOLDER
    if backup.made_s is None:
        grade = warn if settings.is_demo else fault
        yield grade("copies", "no copy was ever made", advice)
    elif backup.made_s > limit_h * 3600:
        yield fault("copies", f"the last copy is {backup.made_s / 3600:.0f} hours old, over {limit_h:.0f}", advice)
    else:
        yield fine("copies", f"the last copy is {backup.made_s / 3600:.1f} hours old")
    if settings.backup_folder:
        yield from _of_nights(subject, backup)
    elif not settings.is_demo:
        yield warn("copies", "none is made by itself, encrypted and tried", SET_FOLDER)
    yield from _told(subject)


def _of_nights(subject: Subject, backup: BackupReading) -> Iterator[Finding]:
    settings = subject.settings
    try:
        folder = copies_of_nights.folder_of(settings)
    except LmsError as error:
        yield fault("copies", str(error), "no copy can be made until then")
        return
    if backup.failure:
        yield fault("copies", f"the last try failed: {backup.failure_words}", "put right what it names, then `horslesmurs backups run`")
    if backup.trial_failure:
        yield fault("copies", f"one did not come back: {backup.failure_words}", "`horslesmurs backups run`, then `horslesmurs backups try`")
    elif backup.tried_s is None or backup.tried_s > PROVEN_D * 86_400:
        yield warn("copies", "none was brought back in a trial lately", "run `horslesmurs backups try`; the worker does it each week")
    else:
        yield fine("copies", f"one came back whole in a trial {backup.tried_s / 86_400:.0f} days ago")
    if not keys.was_printed(settings):
        words = "their key is in the data folder alone: nobody opens them once this machine is lost"
        yield fault("copies", words, "run `horslesmurs backups key`, print it, and keep it where the copies are not")
    if _is_same_disk(settings.data, folder):
        yield warn(
            "copies", "they lie on the disk of the site", "choose a folder on another disk or machine, or send the files on each morning"
        )


def _is_same_disk(data: Path, folder: Path) -> bool:
    return data.is_dir() and data.stat().st_dev == folder.stat().st_dev


def _told(subject: Subject) -> Iterator[Finding]:
    """What people who erase themselves are told of copies is true."""
    settings = subject.settings
    longest = retention.RetentionRule(*settings.backup_keep).longest_days if settings.backup_folder else 0
    if not settings.backup_days and not settings.is_demo:
        advice = f"set HORSLESMURS_BACKUP_DAYS to {longest or 'the days after which copies are thrown away'}"
        yield warn("copies", "people who erase themselves are not told how long copies are kept", advice)
    elif 0 < settings.backup_days < longest:
        words = f"people are told that copies go after {settings.backup_days} days, and some stay for {longest}"
        yield fault("copies", words, f"set HORSLESMURS_BACKUP_DAYS to {longest}, or keep fewer with HORSLESMURS_BACKUP_KEEP")
