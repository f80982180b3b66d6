"""Everything an evidence file says of one course in one period, as lines in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.export.booklet import day
from courses.model.content import Course, Module
from courses.model.credit import CreditScheme
from lms import training_body
from lms.assessment.models import FINAL, PASSED, Sitting
from lms.credentials import printed
from lms.credentials.models import Attestation
from lms.credentials.printed import duration
from lms.credentials.validity import day_of
from lms.evidence import complaints, satisfaction
from lms.evidence.dossier import Dossier, Line, Section
from lms.evidence.models import Complaint, SatisfactionReply
from lms.evidence.runs import Period, Run
from lms.settings import Settings

LEAST = 5
"""Figures of fewer people are not told: one could read off who did not pass, or who answered what."""
RECORDED = {
    "identity", "profession", "rpps", "programme", "objectives", "prerequisites", "stated-hours", "active-hours", "sittings", "result",
    "day-of-result", "satisfaction", "complaints",
}  # fmt: skip
"""Parts of courses.model.credit.RECORDS that stand in every file; the others come from the settings."""
FROM_SETTINGS = {"interests": "interests", "funding": "funding", "help": "help_teaching", "disability": "disability_contact"}


@dataclass(frozen=True)
class Subject:
    """What a file is of. modules: of the course, in this language. objectives: in words. schemes: those the settings name."""

    course: Course
    modules: Sequence[Module]
    objectives: Sequence[str]
    schemes: Sequence[CreditScheme]
    period: Period
    language: str
    settings: Settings
    now: datetime


def gather(reader: Session, subject: Subject, runs: Sequence[Run]) -> Dossier:
    """Call it in an app context."""
    with force_locale(subject.language):
        ids = [run.registration.id for run in runs]
        stated = sum(module.minutes for module in subject.modules)
        sections = (
            _body(subject),
            _programme(subject, stated),
            _credit(subject),
            _results(reader, ids, runs),
            _satisfaction(reader, ids, subject.language),
            _complaints(reader, ids, subject),
            _people(runs, subject, stated),
            _hours(),
        )
        return Dossier(
            title=_("Evidence file"),
            language=subject.language,
            stamp=printed.stamp() if subject.settings.is_demo else "",
            course=subject.course.key,
            first_day=subject.period.first,
            last_day=subject.period.last,
            made_on=day(day_of(subject.now), subject.language),
            sections=sections,
        )


def _body(subject: Subject) -> Section:
    body, language = subject.settings.training_body, subject.language
    missing = _("missing: the settings do not say it")
    lines = tuple(Line(training_body.label(key, language), body.facts.get(key, missing)) for key in training_body.EVIDENCE)
    return Section(_("Training body"), lines)


def _programme(subject: Subject, stated: int) -> Section:
    course, language, rule = subject.course, subject.language, subject.course.passing
    lines = [
        Line(_("Course"), printed.words_in(course.title, language)),
        Line(_("Version"), course.version),
        Line(_("Period"), _("%(first)s to %(last)s", first=day(subject.period.first, language), last=day(subject.period.last, language))),
        Line(_("Way of learning"), _("online, at your own pace, without supervision")),
        Line(_("Mean duration, stated"), duration(stated)),
        Line(_("Prerequisites"), _prerequisites(subject.modules)),
        *(Line(_("Objective"), words) for words in subject.objectives),
        *(Line(_("Module"), f"{module.title}{_(': ')}{duration(module.minutes)}") for module in subject.modules),
    ]
    if rule is not None:
        lines.append(
            Line(
                _("Assessment"),
                _(
                    "final test of %(n)s questions; %(share)s %% right, every safety question right, no unsafe answer",
                    n=rule.questions,
                    share=rule.percent,
                ),
            )
        )
    return Section(_("Programme"), tuple(lines))


def _prerequisites(modules: Sequence[Module]) -> str:
    titles = {module.key: module.title for module in modules}
    needed = dict.fromkeys(key for module in modules for key in module.requires)
    return ", ".join(titles.get(key, key) for key in needed) or _("none")


def _credit(subject: Subject) -> Section:
    settings, language = subject.settings, subject.language
    if not settings.credited_by:
        return Section(_("Credit"), note=_("It counts neither as DPC nor as certification périodique."))
    lines = [Line(_("Credited by"), settings.credited_by)]
    in_force = {scheme.key: scheme for scheme in subject.schemes if scheme.is_in_force(day_of(subject.now))}
    for key in settings.credit_schemes:
        scheme = in_force.get(key)
        if scheme is None:
            lines.append(Line(key, _("not in force today, or unknown: nothing is claimed under it")))
            continue
        absent = [record for record in scheme.records if not _is_recorded(record, settings)]
        words = _("everything it asks for is in this file") if not absent else _("not in this file: %(keys)s", keys=", ".join(absent))
        lines.append(Line(printed.words_in(scheme.name, language), words))
    return Section(_("Credit"), tuple(lines))


def _is_recorded(record: str, settings: Settings) -> bool:
    return record in RECORDED or FROM_SETTINGS.get(record, "") in settings.training_body.facts


def _results(reader: Session, ids: list[int], runs: Sequence[Run]) -> Section:
    total = [run.active.total for run in runs if run.active.total > 0]
    mean = duration(max(1, round(sum(total) / len(total) / 60))) if total else _("nothing measured yet")
    finals = select(Sitting.registration_id, Sitting.verdict).where(
        Sitting.registration_id.in_(ids), Sitting.phase == FINAL, Sitting.ended_at.is_not(None)
    )
    rows = reader.execute(finals).all()
    people = len({row.registration_id for row in rows})
    n_attestations = reader.scalar(select(func.count(Attestation.id)).where(Attestation.registration_id.in_(ids))) or 0
    passed = len({row.registration_id for row in rows if row.verdict == PASSED})
    few = ngettext("fewer than %(num)s person: not told", "fewer than %(num)s people: not told", LEAST)
    return Section(
        _("Results"),
        (
            Line(_("People registered"), str(len(runs))),
            Line(_("Mean active time"), mean),
            Line(_("Sittings of the final test, ended"), str(len(rows)) if people >= LEAST else few),
            Line(_("People who sat it"), str(people) if people >= LEAST else few),
            Line(_("People who passed"), str(passed) if people >= LEAST else few),
            Line(_("Attestations issued"), str(n_attestations)),
        ),
    )


def _satisfaction(reader: Session, ids: list[int], language: str) -> Section:
    replies = list(reader.scalars(select(SatisfactionReply).where(SatisfactionReply.registration_id.in_(ids))))
    lines = [Line(_("Replies"), str(len(replies)))]
    if len(replies) >= LEAST:
        which = 0 if language == "fr" else 1
        means = satisfaction.means(replies)
        separator = "," if language == "fr" else "."
        lines += [Line(satisfaction.QUESTIONS[key][which], str(mean).replace(".", separator)) for key, mean in means.items()]
    note = _("Means from 1 (not at all) to 4 (fully); told from %(n)s replies on.", n=LEAST)
    return Section(_("Satisfaction"), tuple(lines), note=note)


def _complaints(reader: Session, ids: list[int], subject: Subject) -> Section:
    query = select(Complaint).where(Complaint.registration_id.in_(ids)).order_by(Complaint.created_at, Complaint.id)
    which = 0 if subject.language == "fr" else 1
    rows = tuple(
        (
            day(day_of(row.created_at), subject.language),
            complaints.SUBJECTS.get(row.subject, (row.subject, row.subject))[which],
            day(day_of(row.answered_at), subject.language) if row.answered_at else _("waiting"),
        )
        for row in reader.scalars(query)
    )
    note = _("No complaint.") if not rows else ""
    return Section(_("Complaints"), columns=(_("Received on"), _("Subject"), _("Answered on")), rows=rows, note=note)


def _people(runs: Sequence[Run], subject: Subject, stated: int) -> Section:
    columns = (_("Person"), _("Profession"), _("Begun on"), _("Last step on"), _("Active time"), _("Modules done"), _("Passed on"))
    rows = tuple(
        (
            run.name,
            run.profession,
            day(day_of(run.registration.created_at), subject.language),
            day(day_of(run.last), subject.language),
            duration(run.active.minutes),
            _("%(done)s of %(all)s", done=len(run.modules_done), all=len(subject.modules)),
            day(day_of(run.passed_on), subject.language) if run.passed_on else "–",
        )
        for run in runs
    )
    note = _("Stated duration: %(time)s. A dash tells nothing of a test: not sat, or not passed yet.", time=duration(stated))
    return Section(_("People"), columns=columns, rows=rows, note=note)


def _hours() -> Section:
    return Section(
        _("How the active time is measured"),
        note=_(
            "From the pages a person sent back: screens read, questions answered, tests included. Each page counts from its showing, up to "
            "three times its reading time (150 words a minute), or longer where the training team allowed it. Time on two devices at "
            "once counts once. Screens read again and the game count nothing."
        ),
    )


def first_day(today: date) -> date:
    """Where a period begins when nobody says: the first of January."""
    return date(today.year, 1, 1)
