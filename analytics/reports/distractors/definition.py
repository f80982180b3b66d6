"""R9, distractor analysis: its definition, and its words in French and English."""

from analytics.definition import Definition

DEFINITION = Definition(
    key="distractors",
    code="R9",
    version=2,
    group="knowledge",
    name="Distractor analysis",
    verbs=frozenset({"answered"}),
    title=("Ce que chaque option attire", "What each option attracts"),
    reading=(
        "Premier essai aux questions à un seul choix. Les options choisies par peu de personnes sont comptées ensemble. "
        "Les tiers rangent les personnes selon leur réussite aux autres questions du module, à l’entraînement. Une option "
        "autre que la bonne devrait attirer moins le tiers fort, et avoir un lien négatif ; sinon, relisez la question.",
        "First attempt at items with one choice. Options that few learners chose are counted together. The thirds rank "
        "learners by how well they do on the other items of the module, in practice. An option other than the right one "
        "should attract the strong third less, and have a negative link; if not, read the item again.",
    ),
    next_step=(
        "Réécrivez une option que presque personne ne choisit, ou qui attire les personnes qui réussissent ailleurs.",
        "Rewrite an option that hardly anybody chooses, or that attracts learners who do well elsewhere.",
    ),
    counted=(
        "first practice attempt at items with one choice: each option's share, its share in each third of learners by the "
        "other items of the module in practice, and the link of choosing it with that score; thirds and link from 30 "
        "learners"
    ),
    method="Haladyna and Rodriguez 2013",
    tables={
        "responses": ("Options, question par question", "Options, item by item"),
    },
    findings={
        "distractor_odd": (
            "Une option autre que la bonne attire les personnes qui réussissent ailleurs : à relire.",
            "An option other than the right one attracts learners who do well elsewhere: read it again.",
        ),
        "distractor_calm": ("Les options attirent comme attendu.", "The options attract as expected."),
    },
)
