"""R4, active learners: its definition, and its words in French and English."""

from analytics.definition import Definition
from xapi.vocabulary import VERBS

DEFINITION = Definition(
    key="active",
    code="R4",
    version=3,
    group="course",
    name="Active learners",
    verbs=frozenset(VERBS),
    title=("Personnes actives", "Active learners"),
    reading=(
        "Une personne est active une semaine si elle y a fait au moins une chose dans un module ou dans le jeu. La semaine "
        "commence le lundi.",
        "A learner is active in a week with at least one act in a module or in the game. The week begins on Monday.",
    ),
    next_step=("Écrivez au groupe quand une semaine reste vide.", "Write to the group when a week stays empty."),
    counted=(
        "learners who did something (registering, and what others did about them, is not), by week of the act (from Monday, "
        "universal time) and role"
    ),
    tables={
        "weeks": ("Personnes actives, par semaine et par rôle", "Active learners, by week and role"),
    },
    findings={
        "active_last": (
            "Semaine du {week:date} : {n:count} personnes actives dans le rôle le plus présent.",
            "Week of {week:date}: {n:count} active learners in the most present role.",
        ),
    },
)
