"""The words of a certificate of completion (certificat de réalisation): who, what, from when to when, how long, with room to sign.

Its fields are those that funding bodies list of the ministry's form; that form itself was not read, and these are not its words.
"""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from courses.export.booklet import day
from lms.credentials import printed
from lms.credentials.printed import duration
from lms.credentials.validity import day_of
from lms.evidence.gathering import Subject
from lms.evidence.runs import Run


def words(subject: Subject, run: Run) -> dict[str, Any]:
    """Call it in an app context."""
    facts, language = subject.settings.training_body.facts, subject.language
    with force_locale(language):
        missing = _("missing: the settings do not say it")
        first, last = day(day_of(run.registration.created_at), language), day(day_of(run.last), language)
        pairs = (
            (_("Person"), run.name),
            (_("Profession"), run.profession),
            (_("Training"), printed.words_in(subject.course.title, language)),
            (_("Kind of action"), _("training action, wholly at a distance")),
            (_("From"), first),
            (_("To"), last),
            (_("Estimated duration of the activities done"), duration(sum(module.minutes for module in subject.modules))),
            (_("Active time, measured"), duration(run.active.minutes)),
            (_("Modules done"), _("%(done)s of %(all)s", done=len(run.modules_done), all=len(subject.modules))),
            (_("Training body"), facts.get("name", missing)),
            (_("SIRET"), facts.get("siret", missing)),
            (_("Activity number"), facts.get("activity_number", missing)),
        )
        return {
            "language": language,
            "title": _("Certificate of completion"),
            "stamp": printed.stamp() if subject.settings.is_demo else "",
            "opening": _("The training body named below certifies that this person followed this training."),
            "lines": [{"label": label, "value": value} for label, value in pairs],
            "notes": [
                _("It says that the activities were done, and nothing of a test."),
                _(
                    "The body keeps the documents that this certificate rests on: three years from the end of the year of the last "
                    "payment, longer with European funds."
                ),
            ],
            "place_day": _("Place and day:"),
            "signature": _("Name, function, signature and stamp:"),
        }
