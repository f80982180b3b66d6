"""R5, silent learners: its definition, and its words in French and English."""

from analytics.definition import Definition, Main
from xapi.vocabulary import VERBS

DEFINITION = Definition(
    key="silent",
    code="R5",
    version=1,
    group="course",
    name="Silent learners",
    verbs=frozenset(VERBS),
    title=("Qui s’est arrêté en route", "Who stopped on the way"),
    reading=(
        "Les personnes qui ont commencé un parcours. Terminé : tous les modules ouverts par le groupe, ou l’attestation. Actives : elles "
        "ont fait quelque chose dans les 7 derniers jours. Arrêtées : rien depuis 7 jours ou plus. S’arrêter n’est pas une faute : la "
        "fatigue, un traitement ou une semaine chargée suffisent.",
        "Learners who began a course. Finished: every module that the cohort opened, or the attestation. Active: they did something in the "
        "last 7 days. Stopped: nothing for 7 days or more. To stop is no fault: fatigue, a treatment or a busy week are enough.",
    ),
    next_step=(
        "Écrivez au groupe un mot bref et sans reproche ; si beaucoup s’arrêtent au même point, relisez ce module.",
        "Write the cohort a short note without reproach; if many stop at the same point, read that module again.",
    ),
    counted=(
        "at the report's date, by course: learners with an act in it (registering, and what others did, are none); of them finished "
        "(attestation, or every module that anybody of the cohort opened), active (an act of any kind on one of the last 7 days, universal "
        "time) and silent; the silent ones by stage: a module completed, half of one read, a module opened"
    ),
    method="Wilson; the three parts add up to n, the stages to the silent ones; 7 days: the rule of Open edX Aspects for learners at risk",
    tables={
        "standing": ("Où en sont les personnes", "Where learners stand"),
        "silent_stages": ("Jusqu’où sont allées les personnes arrêtées", "How far those who stopped had come"),
    },
    columns={
        "finished": ("Terminé", "Finished"),
        "active": ("Actives", "Active"),
        "silent": ("Arrêtées", "Stopped"),
    },
    values={
        "finished": ("Terminé", "Finished"),
        "active": ("Actives", "Active"),
        "silent": ("Arrêtées", "Stopped"),
        "opened": ("Un module ouvert", "A module opened"),
        "module": ("Un module terminé", "A module completed"),
    },
    findings={
        "silent_most": (
            "Arrêtées depuis 7 jours ou plus : {silent:count} personnes dans «\u00a0{course:course}\u00a0».",
            "Stopped for 7 days or more: {silent:count} learners in “{course:course}”.",
        ),
        "silent_none": (
            "Personne ne s’est arrêté, ou trop peu de personnes pour le dire.",
            "Nobody has stopped, or too few learners to say so.",
        ),
        "silent_where": (
            "Parmi les {n:count} personnes arrêtées, {share:percent} avaient terminé un module.",
            "Of the {n:count} learners who stopped, {share:percent} had completed a module.",
        ),
    },
    main=(Main("standing", ("course",), "share", "low", "high"),),
)
