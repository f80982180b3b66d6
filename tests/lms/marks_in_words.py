"""Words by which a page would tell a patient or a carer a mark, a pass or a failure."""

import re
from collections.abc import Mapping

MARKS = re.compile(
    r"réussi|échou|\béchec|\bfailed\b|\bpassed\b|\bscore\b|\d+ points\b(?! pour mieux comprendre)"
    r"|réponses? (?:est |sont )?justes?|right answers?|answers? (?:is|are) right"
    r"|\d+ (?:sur|of) \d+ (?:réponses|questions|answers)|dont \d+ avec|\d+ of them with"
    r"|questions? avec la réponse|with the answer to remember"
    r"|avec une autre réponse|with another answer|questions? (?:passées?|skipped)"
    r"|en retard|overdue|\bessais? (?:pris|restant)|attempts? (?:left|used)|attestation",
    re.IGNORECASE,
)
CONTENT = re.compile(r".*/(?:cours|courses)/[^/]+/[^/]+/(?:(?:question|item)/)?\d+|.*/simple")
"""Screens and questions as authors wrote them: looked at without the words that content uses in another sense."""
IN_CONTENT = ("en retard", "passed", "failed", "échec")
"""A late dose, somebody who passed out, a failed call."""


def marks_on(pages: Mapping[str, str]) -> list[str]:
    """Each place where a mark would be read."""
    found = []
    for path, words in pages.items():
        marks = [one for one in MARKS.finditer(words) if not CONTENT.fullmatch(path) or one[0].lower() not in IN_CONTENT]
        found += [f"{path}: …{words[max(0, one.start() - 40) : one.end() + 20]}…" for one in marks]
    return found
