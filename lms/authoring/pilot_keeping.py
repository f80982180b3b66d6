"""What people of a pilot do: choose its set, answer for it, sign a red flag, tick, take back. Each is one commit."""

import hmac
from collections.abc import Callable

from flask import current_app

from courses.authoring import text_files
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.library.content_folder import Library
from courses.pilot import pilot_file, standing
from courses.pilot.pilot_file import FILE, Declaration, Pilot, Signature
from courses.triage.register import Row
from lms.authoring import history
from lms.authoring.errors import TextChanged
from lms.authoring.working import Desk, mark

Change = Callable[[Library, Pilot], Pilot]


def person_key(account_id: int) -> str:
    """What stands for an account in the file: keyed, so that the file alone leads to no account, and to no record in the store."""
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"pilot\0{account_id}".encode(), "sha256").hex()[:16]


def read(library: Library) -> Pilot:
    """The pilot as written; an empty one where there is no file. Raises ContentUnreadable rather than write over what cannot be read."""
    pilot, problems = pilot_file.read(library.texts)
    if pilot is None and problems:
        raise ContentUnreadable(FILE, problems[0].line, problems[0].code, problems[0].sentence)
    return pilot or Pilot()


def change(desk: Desk, make: Change) -> None:
    """Write the pilot that `make` gives for the folder as it is now. Raises TextChanged, ContentUnreadable, ContentBusy, OSError."""
    own = desk.open()
    with history.only_one(own):
        library = content_folder.load(own, today=desk.today)
        before = read(library)
        after = make(library, before)
        if after == before:
            return
        text_files.write(own, FILE, pilot_file.file_text(after))
        history.commit(own, [FILE], who=desk.who, did="pilot")


def set_mark(library: Library, pilot: Pilot) -> str:
    """Which set, in which words, a form was made from."""
    return mark(repr(sorted(standing.marks(library, pilot).items())))


def choosing(modules: tuple[str, ...], parts: tuple[str, ...]) -> Change:
    """Another set. Who answered for it has to take what is new again: the marks say for what she answered."""

    def make(library: Library, pilot: Pilot) -> Pilot:
        module_keys = tuple(key for key in library.structure.modules if key in modules)
        return Pilot(
            module_keys, tuple(part for part in pilot_file.PARTS if part in parts), pilot.clinicians, pilot.officers, pilot.signatures
        )

    return make


def answering(desk: Desk, person: str, name: str, profession: str, base: str) -> Change:
    """A clinician answers for the set as she saw it. base: set_mark of that page."""

    def make(library: Library, pilot: Pilot) -> Pilot:
        if set_mark(library, pilot) != base:
            raise TextChanged(FILE)
        return pilot.with_clinician(Declaration(person, name, profession, desk.today, marks=standing.marks(library, pilot)))

    return make


def signing(desk: Desk, person: str, row_key: str, base: str) -> Change:
    """Sign one row as it was shown. Only somebody who answers today may. base: row_mark of that page. Raises TextChanged."""

    def make(library: Library, pilot: Pilot) -> Pilot:
        row = row_of(library, row_key)
        may = any(one.person == person and one.holds_on(desk.today) for one in pilot.clinicians)
        if row is None or not may or standing.is_open(row) or standing.row_mark(row) != base:
            raise TextChanged(FILE)
        return pilot.with_signature(Signature(row.key, person, desk.today, base))

    return make


def ticking(desk: Desk, person: str, name: str) -> Change:
    """The data protection officer has looked at how the pilot keeps people's data."""
    return lambda _library, pilot: pilot.with_officer(Declaration(person, name, "", desk.today))


def taking_back(desk: Desk, person: str) -> Change:
    """Whoever answered answers no more, from now on."""
    return lambda _library, pilot: pilot.without(person, desk.today)


def row_of(library: Library, key: str) -> Row | None:
    register = library.shared.register
    return register.rows.get(key) if register is not None else None
