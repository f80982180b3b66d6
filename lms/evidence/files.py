"""One evidence file in its three forms: PDF (tagged), CSV, signed JSON; and the certificate of completion a body signs."""

import csv
import io
import json
from typing import Any

import typst

from analytics.results import spreadsheet_text
from lms.credentials.badges import signing
from lms.credentials.badges.signing_keys import SigningKey
from lms.credentials.paper import FOLDER as CREDENTIALS
from lms.evidence.dossier import Dossier
from lms.web.site.printing import TYPST_FONTS

FOLDER = CREDENTIALS.parent / "evidence"


def pdf(dossier: Dossier, made_at: int) -> bytes:
    """A4, PDF/UA-1. made_at: seconds of the epoch that the file bears."""
    return _typeset("evidence.typ", dossier.as_json(), made_at)


def completion_pdf(words: dict[str, Any], made_at: int) -> bytes:
    """The certificate of completion (certificat de réalisation), with room for a signature and a stamp."""
    return _typeset("completion.typ", words, made_at)


def _typeset(template: str, words: dict[str, Any], made_at: int) -> bytes:
    document: bytes = typst.compile(
        (FOLDER / template).read_bytes(),
        format="pdf",
        sys_inputs={"page": json.dumps(words)},
        pdf_standards=["ua-1"],
        timestamp=made_at,
        **TYPST_FONTS,
    )
    return document


def csv_text(dossier: Dossier, labels: tuple[str, str, str, str]) -> str:
    """One line for everything the file says: section, row, label, value. For a spreadsheet: cells that begin like a formula are text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(labels)
    for line in dossier.flat():
        writer.writerow([spreadsheet_text(cell) for cell in line])
    return "\ufeff" + out.getvalue()


def signed_json(dossier: Dossier, key: SigningKey, key_address: str) -> bytes:
    """`evidence`: the file to read; `jws`: the same, signed (RFC 7515, EdDSA). A reader checks the signature and compares the two."""
    evidence = dossier.as_json()
    both = {"evidence": evidence, "jws": signing.sign(evidence, key, key_address)}
    return json.dumps(both, ensure_ascii=False, indent=1).encode("utf-8")
