"""R25, adoption by département: its definition, and its words in French and English."""

from analytics.definition import Definition, Main
from analytics.departements import CODES

DEFINITION = Definition(
    key="adoption",
    code="R25",
    version=1,
    group="training",
    name="Adoption by département",
    verbs=frozenset({"earned", "renewed", "revoked"}),
    title=("Attestations par département", "Attestations by département"),
    reading=(
        "Chaque personne compte une fois, sous le rôle et le département de sa dernière attestation. Valable : une "
        "attestation au moins n’est ni retirée ni expirée à la date du rapport. Un département où peu de personnes ont une "
        "attestation est compté avec les autres. Rapporter ces nombres aux inscrits au RPPS du département reste à faire "
        "par le lecteur : le site ne connaît pas ce répertoire.",
        "Each learner counts once, under the role and département of her latest attestation. Valid: at least one "
        "attestation is neither withdrawn nor expired at the date of the report. A département where few have one is counted "
        "with the others. To relate these numbers to those registered there is left to the reader: the site does not know the "
        "national directory.",
    ),
    next_step=(
        "Regardez où personne, ou presque, n’a d’attestation, et proposez-y une séance.",
        "Look where nobody, or hardly anybody, has an attestation, and offer a session there.",
    ),
    counted=(
        "learners who ever earned an attestation, by role and département of the latest one; of them, those with one that is "
        "neither withdrawn nor past its end at the report's date; a département with fewer learners than the threshold stands "
        "with the others. Not related to the number of professionals registered there"
    ),
    method="Wilson",
    tables={"places": ("Par rôle et département", "By role and département")},
    columns={"departement": ("Département", "Département"), "certified": ("Valables", "Valid")},
    values={
        "all": ("Tous", "All"),
        "*": ("Les autres, ensemble", "The others, together"),
        **{code: (code, code) for code in CODES},
    },
    findings={
        "places_most": (
            "Le plus d’attestations valables : {role:word}, département {departement:word}, {valid:count} sur {n:count}.",
            "Most valid attestations: {role:word}, département {departement:word}, {valid:count} of {n:count}.",
        ),
        "places_none": (
            "Aucun département avec assez de personnes pour le nommer.",
            "No département with enough learners to be named.",
        ),
    },
    main=(Main("places", ("role", "departement"), "share", "low", "high"),),
)
