"""R10, the same item in French and in English: its definition, and its words in French and English."""

from analytics.definition import Definition

DEFINITION = Definition(
    key="languages",
    code="R10",
    version=1,
    group="knowledge",
    name="Items in two languages (DIF)",
    verbs=frozenset({"answered"}),
    title=("La même question en français et en anglais", "The same item in French and in English"),
    reading=(
        "Compare des personnes qui réussissent aussi bien les autres questions du module. Rapport des cotes : 1 quand la "
        "question est aussi facile dans les deux langues ; au-dessus de 1, elle est plus facile en français. A : pas d’écart "
        "sûr, ou très petit. B : écart moyen. C : grand écart. Il faut 20 personnes par langue.",
        "Compares learners who do equally well on the other items of the module. Odds ratio: 1 when the item is as easy in "
        "both languages; above 1 it is easier in French. A: no certain difference, or hardly any. B: some difference. C: a large one. "
        "20 learners a language are needed.",
    ),
    next_step=(
        "Relisez les deux versions des questions marquées C, côte à côte.",
        "Read both versions of the items marked C side by side.",
    ),
    counted=(
        "first attempt of each learner at the item's current version, by the language of the response, of learners with a score on other "
        "items of the module and phase: share right in each language; common odds ratio over fifths of that score; ETS class A, B or C; "
        "from 20 learners a language"
    ),
    method="Mantel-Haenszel (Holland and Thayer 1988); Robins, Breslow and Greenland 1986; classes: Dorans and Holland 1993",
    tables={"languages": ("Question par question", "Item by item")},
    columns={
        "fr_n": ("n en français", "n in French"),
        "en_n": ("n en anglais", "n in English"),
        "fr_facility": ("Réussite en français (%)", "Facility in French (%)"),
        "en_facility": ("Réussite en anglais (%)", "Facility in English (%)"),
        "ratio": ("Rapport des cotes", "Odds ratio"),
        "ratio_low": ("IC 95 %, bas", "95% CI, low"),
        "ratio_high": ("IC 95 %, haut", "95% CI, high"),
        "bias": ("Écart", "Difference"),
    },
    values={
        "bias_a": ("A, pas d’écart sûr", "A, no certain difference"),
        "bias_b": ("B, écart moyen", "B, some difference"),
        "bias_c": ("C, grand écart", "C, large difference"),
    },
    findings={
        "languages_early": (
            "Trop tôt : il faut {need:count} personnes par langue.",
            "Too early: {need:count} learners a language are needed.",
        ),
        "languages_alike": (
            "Aucun grand écart entre les langues, sur {of:count} questions comparées.",
            "No large difference between the languages, of {of:count} items compared.",
        ),
        "languages_apart": (
            "Grand écart entre les langues : {count:count} questions sur {of:count} comparées.",
            "Large difference between the languages: {count:count} items of {of:count} compared.",
        ),
    },
)
