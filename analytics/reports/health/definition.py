"""R24, data health: its definition, and its words in French and English."""

from analytics.definition import Definition
from xapi.vocabulary import VERBS

DEFINITION = Definition(
    key="health",
    code="R24",
    version=1,
    group="data",
    name="Data health",
    verbs=frozenset({*VERBS, "unknown"}),
    title=("La santé des données", "The health of the data"),
    reading=(
        "Traces reçues par jour, et secondes entre l’acte et son arrivée. Un mot inconnu est un verbe ou une extension "
        "hors du vocabulaire, une valeur inconnue n’est pas du type attendu. Une date impossible vient d’un appareil qui "
        "n’est pas à l’heure : plus d’un jour après l’arrivée, ou plus de 400 jours avant. Un jour où peu de personnes ont "
        "agi n’est pas montré.",
        "Statements received a day, and seconds from the act to its arrival. An unknown word is a verb or an extension "
        "outside the vocabulary, an unknown value is not of the type expected. An impossible date comes from a device with "
        "a wrong clock: more than a day after the arrival, or more than 400 days before it. A day on which few learners "
        "acted is not shown.",
    ),
    next_step=(
        "S’il y a des dates impossibles, demandez au groupe de régler l’heure des appareils.",
        "If there are impossible dates, ask the group to set the clock of their devices.",
    ),
    counted=(
        "statements by day of the store, seconds from act to store (median, 95th percentile), statements with a verb, "
        "extension or value outside the vocabulary, and with an impossible date; a day of few learners is hidden"
    ),
    tables={
        "days": ("Traces reçues, par jour", "Statements received, by day"),
    },
    findings={
        "health_good": ("Tout ce qui est arrivé est dans le vocabulaire.", "All that arrived is in the vocabulary."),
        "health_odd": (
            "Traces avec un mot ou une valeur inconnus : {odd:count}.",
            "Statements with an unknown word or value: {odd:count}.",
        ),
        "health_clocks": (
            "Un appareil n’est pas à l’heure : {wrong:count} traces ont une date impossible et comptent à leur arrivée. "
            "Traces avec un mot ou une valeur inconnus : {odd:count}.",
            "A device has a wrong clock: {wrong:count} statements have an impossible date and count at their arrival. "
            "Statements with an unknown word or value: {odd:count}.",
        ),
    },
)
