"""R10, test quality: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="quality",
    code="R10",
    version=1,
    group="knowledge",
    name="Test quality",
    verbs=frozenset({"answered"}),
    title=("La qualité des questions d’un module", "The quality of a module’s items"),
    reading=(
        "Alpha de Cronbach : de 0 à 1, les questions du module mesurent-elles la même chose ? Premiers essais des "
        "personnes qui ont répondu à toutes les questions communes. Sous 20 personnes, rien n’est calculé. L’erreur de "
        "mesure dit de combien un score peut bouger par hasard.",
        "Cronbach’s alpha: from 0 to 1, do the module’s items measure one thing? First attempts of the learners who "
        "answered all common items. Under 20 learners nothing is computed. The error of measurement tells how far one "
        "score may move by chance.",
    ),
    next_step=(
        "Sous 0,70, ne comparez pas des personnes sur ce score ; ajoutez ou réécrivez des questions.",
        "Under 0.70, do not compare learners by this score; add or rewrite items.",
    ),
    counted=(
        "learners who answered all common items (those that half or more of the module's learners answered): Cronbach's "
        "alpha (KR-20 for right-or-not items), its interval, standard error of measurement, scores in fifths; from 20 "
        "learners"
    ),
    method="Feldt, Woodruff and Salih 1987",
    tables={
        "scores": ("Répartition des scores", "Spread of the scores"),
        "reliability": ("Fiabilité, par module", "Reliability, by module"),
    },
    findings={
        "alpha": (
            "Alpha {alpha:r}, entre {low:r} et {high:r} (95 %), n\u00a0=\u00a0{n:count}.",
            "Alpha {alpha:r}, between {low:r} and {high:r} (95%), n\u00a0=\u00a0{n:count}.",
        ),
        "alpha_none": ("Les scores ne varient pas assez pour un alpha.", "The scores do not vary enough for an alpha."),
    },
    main=(Main("reliability", ("module", "phase"), "alpha", "alpha_low", "alpha_high", is_sound=False),),
)
