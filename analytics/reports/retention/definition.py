"""R6, cohort retention: its definition, and its words in French and English."""

from analytics.definition import Definition
from xapi.vocabulary import VERBS

DEFINITION = Definition(
    key="retention",
    code="R6",
    version=2,
    group="course",
    name="Cohort retention",
    verbs=frozenset(VERBS),
    title=("Qui revient", "Who comes back"),
    reading=(
        "Les personnes sont rangées par semaine de leur premier acte. Chaque ligne dit combien d’entre elles ont fait "
        "quelque chose tant de semaines plus tard. Une semaine qui n’a pas commencé n’a pas de ligne. Revenir n’est pas un "
        "but : une personne qui a tout terminé n’a plus à revenir.",
        "Learners are ranked by the week of their first act. Each row tells how many of them did something so many weeks "
        "later. A week that has not begun has no row. To come back is no aim: a learner who has finished everything need "
        "not.",
    ),
    next_step=(
        "Écrivez au groupe dans la semaine où la plupart ne reviennent pas.",
        "Write to the cohort in the week in which most do not come back.",
    ),
    counted=(
        "learners by the week (from Monday, universal time) of their first act (registering, and what others did "
        "about them, are none); of them, those with an act 0 to 12 weeks later, up to the week of the report"
    ),
    method="Wilson",
    tables={
        "returns": ("Revenir, semaine après semaine", "Coming back, week after week"),
    },
    columns={
        "began": ("Début, semaine du", "Began in the week of"),
        "later": ("Semaines après", "Weeks later"),
        "active": ("Actives", "Active"),
    },
    findings={
        "back_next": (
            "La semaine après leur début, {share:percent} sont revenues, n\u00a0=\u00a0{n:count}.",
            "In the week after they began, {share:percent} came back, n\u00a0=\u00a0{n:count}.",
        ),
        "back_early": ("Trop tôt : il faut une semaine de plus.", "Too early: one more week is needed."),
    },
)
