"""Writes docs/api/v1.json, the description of the API as the code makes it: run it after a change of lms/api, and read the difference."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lms.api import blueprint, description

PLACE = ROOT / "docs" / "api" / "v1.json"
ORIGIN = "https://learn.example.org"


def text() -> str:
    """blueprint: importing it registers every address."""
    assert blueprint.pages.name == "api"  # noqa: S101 - named, so that the import is used
    return json.dumps(description.document(ORIGIN), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text(), "utf-8")
