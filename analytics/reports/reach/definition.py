"""R26, who is left out: its definition, and its words in French and English."""

from analytics.definition import Definition, Main
from xapi.vocabulary import VERBS

DEFINITION = Definition(
    key="reach",
    code="R26",
    version=2,
    group="course",
    name="Who is left out",
    verbs=frozenset(VERBS),
    title=("Qui reste au bord", "Who is left out"),
    reading=(
        "Parmi les personnes qui ont fait quelque chose, combien ont terminé un module ou une semaine, selon l’édition, la "
        "langue, le texte, l’aide et le rôle. Une personne peut compter sous deux valeurs. Un écart n’est pas une preuve : "
        "regardez les intervalles.",
        "Among learners who did something, how many completed a module or a week, by edition, language, text, help and "
        "role. A learner may count under two values. A gap is no proof: look at the intervals.",
    ),
    next_step=("Demandez au groupe qui termine le moins ce qui l’arrête.", "Ask the group that completes least what stops it."),
    counted=(
        "of the learners who did something: how many completed a module or a week, by edition (pages, window, offline), "
        "language, simple text, assisted play, role; a learner may stand under two values"
    ),
    method="Wilson",
    tables={
        "reach": ("Commencer et terminer", "Starting and completing"),
    },
    findings={
        "reach_gap": (
            "Terminent le plus : {ahead:word}, {most:percent}. Le moins : {behind:word}, {least:percent}.",
            "Complete most: {ahead:word}, {most:percent}. Least: {behind:word}, {least:percent}.",
        ),
        "reach_even": ("Pas d’écart visible entre les groupes.", "No gap to be seen between the groups."),
        "reach_one": (
            "Pas deux groupes de {below:count} personnes ou plus à comparer.",
            "No two groups of {below:count} learners or more to compare.",
        ),
    },
    main=(Main("reach", ("dimension", "value"), "share", "low", "high"),),
)
