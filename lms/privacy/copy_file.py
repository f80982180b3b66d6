"""The copy as a file to keep: one archive with JSON for machines and a page for people, which needs nothing else to be read."""

import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from lms.privacy.copying import PersonalCopy
from lms.privacy.personal_columns import LABELS, TITLES
from lms.web.routing import locales
from xapi import formats

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS = frozenset({"uuid", "sitting_uuid"})
"""Numbers of rows: in the JSON, for programs."""
LONGEST_TEXT = 300
"""Signs of a value in the page; the JSON holds all of it."""


def archive(copy: PersonalCopy, at: datetime) -> bytes:
    """ZIP with data.json and a page. at: aware, the moment of the copy."""
    out = io.BytesIO()
    body = {"made": at.isoformat(timespec="seconds"), **copy.as_json()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(body, ensure_ascii=False, indent=1, default=str))
        file.writestr(
            _("your-data.html"), render_template("privacy/copy_file.html", at=locales.moment(at), sections=sections(copy), copy=copy)
        )
    return out.getvalue()


def sections(copy: PersonalCopy) -> list[dict[str, Any]]:
    """Each table in words: its title, the headings of the columns that hold anything, and the rows."""
    parts = []
    for name, rows in copy.tables.items():
        columns = [column for column in rows[0] if column not in NUMBERS and any(row[column] is not None for row in rows)]
        cells = [[_words(row[column]) for column in columns] for row in rows]
        parts.append({"title": TITLES[name], "columns": [LABELS[column] for column in columns], "rows": cells})
    return parts


def _words(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else _moment(str(value))
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def _moment(text: str) -> str:
    """A day or a time of the rows as it is written in the page's language; any other text as it is."""
    try:
        if _DAY.fullmatch(text):
            return locales.day(date.fromisoformat(text))
        return locales.moment(formats.moment(text)) if "T" in text else text
    except ValueError:
        return text
