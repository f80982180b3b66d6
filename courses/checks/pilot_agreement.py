"""The file of a pilot: what it names is there, no red flag of its set is open, and who has still to sign."""

from collections.abc import Iterator

from courses.library.content_folder import Library
from courses.model.content import Problem
from courses.pilot import pilot_file, standing
from courses.pilot.pilot_file import FILE, Pilot
from courses.pilot.standing import Reason
from courses.sentences import sentence
from courses.text.suggestions import nearest


def check(library: Library) -> Iterator[Problem]:
    """Nothing where there is no file. What only waits for a person is a warning; what shuts the pilot until words change is an error."""
    pilot, problems = pilot_file.read(library.texts)
    yield from problems
    if pilot is None:
        return
    yield from _names(library, pilot)
    for reason in standing.of(library, library.shared.register, pilot, library.today).reasons:
        yield from _reason(reason)


def _names(library: Library, pilot: Pilot) -> Iterator[Problem]:
    modules, triage = library.structure.modules, library.shared.register
    if library.structure.knows_all_modules:
        for key in pilot.modules:
            if key not in modules:
                yield Problem(FILE, 1, "595", sentence("modules: no module {key!r}{hint}", key=key, hint=nearest(key, modules)))
    people = {one.person for one in pilot.clinicians}
    for signature in pilot.signatures:
        if triage is not None and signature.row not in triage.rows:
            yield Problem(
                FILE,
                signature.line,
                "595",
                sentence("signatures: no row {row!r}{hint}", row=signature.row, hint=nearest(signature.row, triage.rows)),
            )
        if signature.person not in people:
            yield Problem(FILE, signature.line, "595", sentence("signatures: nobody of `clinicians` is this person"))


def _reason(reason: Reason) -> Iterator[Problem]:
    who = " and ".join(reason.professions)
    if reason.kind == "open-row":
        message = sentence(
            "row {subject!r}: its question is open (decide or to_verify in triage.yml): leave out what rests on it, or settle it",
            subject=reason.subject,
        )
        yield Problem(FILE, 1, "596", message)
    elif reason.kind == "unsigned-row":
        message = sentence("row {subject!r} is not signed by: {who}", subject=reason.subject, who=who)
        yield Problem(FILE, 1, "597", message, "warning")
    elif reason.kind in ("no-clinician", "no-officer"):
        message = sentence("nobody answers today: {value}", value=reason.subject or "data protection officer")
        yield Problem(FILE, 1, "598", message, "warning")
    elif reason.kind == "changed-unit":
        message = sentence("{subject}: its words changed; it is to be taken again by: {who}", subject=reason.subject, who=who)
        yield Problem(FILE, 1, "599", message, "warning")
