"""What the pages of trials share: their blueprint, who may open them, the trial and the person asked for."""

from typing import Any

from cryptography.fernet import Fernet
from flask import abort

from analytics.trial.protocol import Words
from lms.accounts.models import LEARNER_ROLES
from lms.accounts.presence import present
from lms.trial import participation, sealing, trials
from lms.trial.errors import NoSuchTrial
from lms.trial.models import Trial
from lms.trial.participation import Participation
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import Access, Pages

pages = Pages("trial", __name__)
LEARNER = Access("learner", frozenset(LEARNER_ROLES))


@pages.context_processor
def words_of_trials() -> dict[str, Any]:
    return {"say_of": say_of}


def say_of(words: Words) -> str:
    """A text of a trial's files in the page's language."""
    return words.fr if locales.current() == "fr" else words.en


def box() -> Fernet:
    """The box of this site; 404 where no trial was ever opened, so that a look makes no key."""
    settings = current_site().settings
    return sealing.box_of(settings) if sealing.has_trials(settings) else abort(404)


def trial_of(name: str) -> Trial:
    """404 for a name that is none of this site's."""
    try:
        return trials.find(reading_session(), name)
    except NoSuchTrial:
        abort(404)


def open_to_her(name: str) -> Trial:
    """A trial of people like her: simulated people and real ones never share one."""
    row = trial_of(name)
    return row if row.is_simulated == present().is_simulated else abort(404)


def part_in(row: Trial) -> Participation | None:
    learner_id = present().learner_id
    return None if learner_id is None else participation.in_trial(reading_session(), row, learner_id, box(), now())


def own_part(name: str) -> Participation:
    """Her part in a trial that she agreed to; 404 else."""
    part = part_in(open_to_her(name))
    return part if part is not None and not part.is_excluded else abort(404)
