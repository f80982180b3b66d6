"""The title of each report, how to read it and what to do next, in French and English; their words stand in the report's folder."""

from analytics.catalogue import REPORTS
from analytics.definition import Pair

TITLES: dict[str, Pair] = {key: definition.title for key, definition in REPORTS.items()}
READING: dict[str, Pair] = {key: definition.reading for key, definition in REPORTS.items()}
NEXT_STEPS: dict[str, Pair] = {key: definition.next_step for key, definition in REPORTS.items()}
