"""R10, test quality: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="quality",
    code="R10",
    version=2,
    group="knowledge",
    name="Test quality",
    verbs=frozenset({"answered"}),
    title=("La qualité des questions d’un module", "The quality of a module’s items"),
    reading=(
        "Alpha de Cronbach : de 0 à 1, les questions du module mesurent-elles la même chose ? Premiers essais des "
        "personnes qui ont répondu à toutes les questions communes. Sous 20 personnes, rien n’est calculé. L’erreur de "
        "mesure dit de combien un score peut bouger par hasard. Difficulté\u00a0: le niveau auquel une personne sur deux répond "
        "juste, sur l’échelle des personnes (moyenne 0, écart-type 1)\u00a0; à partir de 30 personnes, avec une même pente pour toutes "
        "les questions sous 500, une pente par question ensuite.",
        "Cronbach’s alpha: from 0 to 1, do the module’s items measure one thing? First attempts of the learners who "
        "answered all common items. Under 20 learners nothing is computed. The error of measurement tells how far one "
        "score may move by chance. Difficulty: the ability at which one learner in two is right, on the scale of the learners (mean 0, "
        "standard deviation 1); from 30 learners, with one slope for all items under 500, a slope of each item from there.",
    ),
    next_step=(
        "Sous 0,70, ne comparez pas des personnes sur ce score ; ajoutez ou réécrivez des questions, d’abord là où l’échelle est vide.",
        "Under 0.70, do not compare learners by this score; add or rewrite items, first where the scale is empty.",
    ),
    counted=(
        "learners who answered all common items (those that half or more of the module's learners answered): Cronbach's "
        "alpha (KR-20 for right-or-not items), its interval, standard error of measurement, scores in fifths; from 20 "
        "learners. Difficulty of the common items by marginal maximum likelihood, ability standard normal, from 30 learners: one "
        "slope for all items under 500 learners, a slope of each item from 500; none for an item that everybody or nobody had right"
    ),
    method="Feldt, Woodruff and Salih 1987; Bock and Aitkin 1981, Thissen 1982 (1PL, 2PL), errors from cross-products (Kim and Baker 2004)",
    tables={
        "scores": ("Répartition des scores", "Spread of the scores"),
        "scale": ("Difficulté des questions, sur une échelle", "Difficulty of the items, on one scale"),
        "reliability": ("Fiabilité, par module", "Reliability, by module"),
    },
    columns={
        "b": ("Difficulté", "Difficulty"),
        "b_low": ("IC 95 %, bas", "95% CI, low"),
        "b_high": ("IC 95 %, haut", "95% CI, high"),
        "slope": ("Pente", "Slope"),
    },
    values={
        "one_slope": ("Une pente (1PL)", "One slope (1PL)"),
        "own_slopes": ("Une pente par question (2PL)", "A slope of each item (2PL)"),
    },
    findings={
        "scale_hardest": (
            "La question la plus difficile, «\u00a0{item:item}\u00a0», est à {b:r} sur l’échelle, n\u00a0=\u00a0{n:count}.",
            "The hardest item, “{item:item}”, stands at {b:r} on the scale, n\u00a0=\u00a0{n:count}.",
        ),
        "scale_none": (
            "Les questions ne se placent pas sur une même échelle.",
            "The items do not stand on one scale.",
        ),
        "alpha": (
            "Alpha {alpha:r}, entre {low:r} et {high:r} (95 %), n\u00a0=\u00a0{n:count}.",
            "Alpha {alpha:r}, between {low:r} and {high:r} (95%), n\u00a0=\u00a0{n:count}.",
        ),
        "alpha_none": ("Les scores ne varient pas assez pour un alpha.", "The scores do not vary enough for an alpha."),
    },
    main=(Main("reliability", ("module", "phase"), "alpha", "alpha_low", "alpha_high", is_sound=False),),
)
