"""The reports there are, in the order of the pages. One folder a report: `analytics/reports/<key>`."""

from analytics.definition import Definition
from analytics.reports.active.definition import DEFINITION as ACTIVE
from analytics.reports.adherence.definition import DEFINITION as ADHERENCE
from analytics.reports.adoption.definition import DEFINITION as ADOPTION
from analytics.reports.completion.definition import DEFINITION as COMPLETION
from analytics.reports.decisions.definition import DEFINITION as DECISIONS
from analytics.reports.distractors.definition import DEFINITION as DISTRACTORS
from analytics.reports.experience.definition import DEFINITION as EXPERIENCE
from analytics.reports.gain.definition import DEFINITION as GAIN
from analytics.reports.health.definition import DEFINITION as HEALTH
from analytics.reports.items.definition import DEFINITION as ITEMS
from analytics.reports.languages.definition import DEFINITION as LANGUAGES
from analytics.reports.links.definition import DEFINITION as LINKS
from analytics.reports.mastery.definition import DEFINITION as MASTERY
from analytics.reports.progress.definition import DEFINITION as PROGRESS
from analytics.reports.quality.definition import DEFINITION as QUALITY
from analytics.reports.reach.definition import DEFINITION as REACH
from analytics.reports.recall.definition import DEFINITION as RECALL
from analytics.reports.retention.definition import DEFINITION as RETENTION
from analytics.reports.signs.definition import DEFINITION as SIGNS
from analytics.reports.silent.definition import DEFINITION as SILENT
from analytics.reports.training.definition import DEFINITION as TRAINING

DEFINITIONS: tuple[Definition, ...] = (
    COMPLETION,
    ITEMS,
    DECISIONS,
    SIGNS,
    PROGRESS,
    ADHERENCE,
    DISTRACTORS,
    MASTERY,
    QUALITY,
    LANGUAGES,
    GAIN,
    RECALL,
    LINKS,
    RETENTION,
    SILENT,
    TRAINING,
    ADOPTION,
    REACH,
    EXPERIENCE,
    ACTIVE,
    HEALTH,
)
REPORTS: dict[str, Definition] = {definition.key: definition for definition in DEFINITIONS}
