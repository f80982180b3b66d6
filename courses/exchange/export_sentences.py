"""What is said of an item on its way out."""

EXPORT_SENTENCES: dict[str, tuple[str, str]] = {
    "out-survey": (
        "une question d’opinion, sans bonne réponse : {target} n’a pas de genre pour cela, elle n’est pas exportée",
        "a question of opinion, without a right answer: {target} has no kind for it, it is not exported",
    ),
    "out-order": (
        "{target} n’a pas de mise en ordre : elle devient un appariement des places et des lignes",
        "{target} has no ordering: it becomes a matching of places and rows",
    ),
    "out-gaps": (
        "{target} n’a qu’un trou par question : elle devient un appariement des trous et des mots",
        "{target} has one gap a question: it becomes a matching of gaps and words",
    ),
    "out-hint": (
        "{target} n’a pas d’indice : il est gardé en commentaire, pour nous seuls",
        "{target} has no hint: it stays in a comment, for us alone",
    ),
    "out-unit": (
        "{target} n’a pas d’unité : elle est gardée en commentaire, pour nous seuls",
        "{target} has no unit: it stays in a comment, for us alone",
    ),
    "out-row-feedback": (
        "les retours par ligne n’ont pas de place dans {target} : ils sont gardés à part, pour nous seuls",
        "feedback by row has no place in {target}: it is kept apart, for us alone",
    ),
    "out-unsafe": (
        "{target} ne connaît pas de réponse dangereuse : elle devient une mauvaise réponse ; sa marque est gardée à part, pour nous seuls",
        "{target} knows no unsafe answer: it becomes a wrong one; its mark is kept apart, for us alone",
    ),
    "out-possible": (
        "{target} ne connaît pas de réponse « possible aussi » : elle devient une autre réponse",
        "{target} knows no answer that is fine too: it becomes another answer",
    ),
    "out-sources": (
        "les sources et l’objectif n’ont pas de place dans {target} : ils sont gardés à part, pour nous seuls",
        "sources and objective have no place in {target}: they are kept apart, for us alone",
    ),
    "out-triage": (
        "ses lignes du registre de triage et les urgences de ses réponses restent ici",
        "its rows of the triage register and the urgencies of its answers stay here",
    ),
    "out-link": (
        "un lien vers une page de ce site perd son adresse",
        "a link to a page of this site loses its address",
    ),
    "out-picture": ("une image n’est pas exportée", "a picture is not exported"),
}
