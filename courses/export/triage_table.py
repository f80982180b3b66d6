"""The triage register as a table of two A4 pages that a clinician signs: every row, the same for everybody, most urgent first."""

import json
from pathlib import Path
from typing import Any

import typst

from courses.export.booklet import day
from courses.model.content import URGENCIES
from courses.triage.register import Register, Row

TEMPLATE = Path(__file__).with_name("triage_table.typ")
SIZES = (9.0, 8.6, 8.2, 7.8, 7.4, 7.0, 6.6, 6.2)
"""Text sizes to try, in points: the largest that fits two pages wins."""
PAGES = 2
WORDS: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "Registre de triage, à signer",
        "lead": "Brouillon du {on}, jamais relu par un clinicien. La source la plus prudente l’emporte ; "
        "la fièvre suit la consigne du site.",
        "today": "Aujourd’hui : {today}",
        "head": "Signe, traitements, sources",
        "number": "N°",
        "emergency": "Le 15 ou le 112, tout de suite",
        "now": "L’équipe ou le numéro de garde, tout de suite",
        "today_band": "Aujourd’hui",
        "next": "Au prochain contact",
        "key": "✓ : source ouverte et urgence confirmée. ≥ : une source graduée permettrait « aujourd’hui ». "
        "? : à décider. ◊ : source à vérifier.",
        "signature": ("Nom et fonction :", "Date :", "Signature :", "Lignes refusées, et pourquoi :"),
    },
    "en": {
        "title": "Triage register, to sign",
        "lead": "Draft of {on}, never read by a clinician. The most careful source stands; fever follows the site’s rule.",
        "today": "Today: {today}",
        "head": "Sign, treatments, sources",
        "number": "No.",
        "emergency": "15 or 112, at once",
        "now": "The team or the on-call number, at once",
        "today_band": "Today",
        "next": "At the next contact",
        "key": "✓: source opened and urgency confirmed. ≥: a graded source would allow “today”. "
        "?: to be decided. ◊: source to be verified.",
        "signature": ("Name and position:", "Date:", "Signature:", "Rows refused, and why:"),
    },
}


class TableTooLong(Exception):
    """The register does not fit two A4 pages even in the smallest text: shorten the words of its rows."""


def pdf(register: Register, language: str, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The table as a tagged PDF (PDF/UA-1) of two pages. Raises TableTooLong."""
    for size in SIZES:
        inputs = {"table": json.dumps({**table(register, language), "size": size})}
        options: dict[str, Any] = {"sys_inputs": inputs, "font_paths": list(fonts), "ignore_system_fonts": True}
        count = json.loads(typst.query(TEMPLATE.read_bytes(), "<last>", field="value", one=True, **options))
        if count <= PAGES:
            raw: bytes = typst.compile(TEMPLATE.read_bytes(), format="pdf", pdf_standards=["ua-1"], **options)
            return raw
    raise TableTooLong(register.state)


def table(register: Register, language: str) -> dict[str, Any]:
    """Every word of the table in one language."""
    words = WORDS[language]
    on = day(register.read_on, language) if register.read_on else "—"
    bands = [
        {
            "title": words["today_band" if urgency == "today" else urgency],
            "rows": [_row(row, register, language) for row in register.rows.values() if row.urgency == urgency],
        }
        for urgency in URGENCIES
    ]
    return {
        "lang": language,
        "title": words["title"],
        "lead": words["lead"].format(on=on),
        "today": words["today"].format(today=_inside_a_sentence(register.today.get(language, ""))),
        "head": words["head"],
        "number": words["number"],
        "bands": bands,
        "key": words["key"],
        "signature": words["signature"],
        "foot": register.foot.get(language, ""),
    }


def _inside_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _row(row: Row, register: Register, language: str) -> dict[str, str]:
    marks = ("≥" if row.graded else "") + ("?" if row.is_open else "") + ("◊" if row.is_unverified else "")
    return {
        "number": str(row.number),
        "words": row.words.get(language, ""),
        "regimens": ", ".join(register.regimens.get(key, {}).get(language, key) for key in row.regimens),
        "sources": "; ".join(f"{key}: {quote}" for key, quote in row.says.items()),
        "note": row.note if language == "fr" else "",
        "mark": marks,
    }
