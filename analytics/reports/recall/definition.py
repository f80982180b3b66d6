"""R12, recall: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="recall",
    code="R12",
    version=1,
    group="knowledge",
    name="Recall by days since the last review (forgetting)",
    verbs=frozenset({"reviewed"}),
    title=("Ce qui reste en mémoire", "What is remembered"),
    reading=(
        "Chaque fois qu’une carte de révision revient, la personne dit si elle s’en souvenait. Les lignes rangent ces réponses par nombre "
        "de jours depuis la dernière fois, à côté de ce que le calendrier des cartes attendait. Un écart net veut dire que les cartes "
        "reviennent trop tôt ou trop tard. C’est ce que les personnes disent de leur mémoire, pas une note.",
        "Each time a review card comes back, the learner says whether she remembered it. The rows order these answers by the days since "
        "the last time, beside what the cards’ schedule expected. A clear difference means that cards come back too early or too late. It "
        "is what learners say of their memory, no mark.",
    ),
    next_step=(
        "Si l’on se souvient nettement moins que prévu, reprenez ces points avec le groupe.",
        "If clearly less is remembered than expected, go over these points again with the cohort.",
    ),
    counted=(
        "ratings of review cards but the first of each card, of cards whose log is whole from its first rating; by days since the rating "
        "before (1, 3, 7, 14, 30, 60, 90 and more): learners, reviews, share remembered (rating over 1), mean chance that the scheduler "
        "gave; over all: mean log loss, the same with the mean share as every chance, and the root mean squared difference over the rows, "
        "weighed by reviews. From 11 learners a row, of whom as many as the threshold remembered, and did not"
    ),
    method=(
        "share over clusters (learners): Cochran 1977, section 3.12, Student's t; expected: FSRS 6, default parameters (py-fsrs); log loss "
        "and RMSE over bins: open-spaced-repetition/srs-benchmark"
    ),
    tables={
        "gaps": ("Selon le temps passé", "By the time since"),
        "fit": ("Le calendrier des cartes face aux réponses", "The schedule of cards beside the answers"),
    },
    columns={
        "gap": ("Jours depuis la dernière fois", "Days since the last time"),
        "reviews": ("Révisions", "Reviews"),
        "expected": ("Attendu (%)", "Expected (%)"),
        "log_loss": ("Perte logarithmique", "Log loss"),
        "constant": ("La même, chance constante", "The same, constant chance"),
        "rmse": ("Écart moyen (RMSE)", "Mean difference (RMSE)"),
        "cards": ("Cartes", "Cards"),
    },
    values={
        "gap_1": ("1 à 2 jours", "1 to 2 days"),
        "gap_3": ("3 à 6 jours", "3 to 6 days"),
        "gap_7": ("7 à 13 jours", "7 to 13 days"),
        "gap_14": ("14 à 29 jours", "14 to 29 days"),
        "gap_30": ("30 à 59 jours", "30 to 59 days"),
        "gap_60": ("60 à 89 jours", "60 to 89 days"),
        "gap_90": ("90 jours ou plus", "90 days or more"),
        "remembered": ("en mémoire", "remembered"),
        "expected": ("attendu", "expected"),
        "all_cards": ("Toutes", "All"),
    },
    findings={
        "recall_as_expected": (
            "En mémoire : {share:percent}, pour {expected:percent} attendus, n = {n:count}.",
            "Remembered: {share:percent}, with {expected:percent} expected, n = {n:count}.",
        ),
        "recall_early": (
            "Trop tôt : il faut {need:count} personnes qui ont revu une carte.",
            "Too early: {need:count} learners who saw a card again are needed.",
        ),
    },
    main=(Main("gaps", ("gap",), "share", "low", "high"),),
)
