"""The day on which tests look at the shipped content: that of its newest source. On an earlier one a source lies in the future."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

_REFERENCES = Path(__file__).parents[1] / "content" / "_structure" / "references.yml"
DAY_OF_CONTENT = date.fromisoformat(max(re.findall(r"checked_on: ['\"]?(\d{4}-\d\d-\d\d)", _REFERENCES.read_text("utf-8"))))
NOON_OF_CONTENT = datetime.combine(DAY_OF_CONTENT, time(12), UTC)
