"""R7, learning gain: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="gain",
    code="R7",
    version=1,
    group="knowledge",
    name="Learning gain",
    verbs=frozenset({"completed"}),
    title=("Avant et après", "Before and after"),
    reading=(
        "Les mêmes personnes, à deux moments, sur des versions du test de même plan : chaque version sert aussi souvent "
        "avant qu’après. Écart : moyenne des différences, en points sur 100, avec son intervalle à 95 %. g compare cet "
        "écart à la dispersion des scores (0,2 petit, 0,5 moyen, 0,8 grand). « Sans second test » compte les personnes "
        "parties entre les deux : plus elles sont nombreuses, moins l’écart dit quelque chose du groupe. Sous 10 "
        "personnes, rien n’est calculé.",
        "The same learners at two moments, on forms of one blueprint: each form serves as often before as after. "
        "Difference: mean of the differences, in points of 100, with its 95% interval. g compares it with the spread of "
        "the scores (0.2 small, 0.5 medium, 0.8 large). “Without the second test” counts the learners who left in between: "
        "the more they are, the less the difference says about the cohort. Under 10 learners nothing is computed.",
    ),
    next_step=(
        "Si l’intervalle contient 0, ne parlez pas encore de progrès ; rappelez le second test aux personnes qui ne l’ont pas passé.",
        "If the interval holds 0, do not speak of progress yet; remind those who have not sat the second test.",
    ),
    counted=(
        "first sitting of each learner in each phase (`pre`, `post`, `follow-up`) of a course, by `scaled`; for the "
        "learners who sat both: mean before and after, mean difference, Hedges' g of d_av; learners of the first test "
        "without the second. Forms are crossed and share one blueprint: they are not equated otherwise. From 10 pairs"
    ),
    method=("Student's interval for pairs; d_av: Cumming 2012; its variance and Hedges' correction: Borenstein and others 2009, chapter 4"),
    tables={
        "gains": ("Écarts, mêmes personnes", "Differences, same learners"),
        "means": ("Scores moyens, mêmes personnes", "Mean scores, same learners"),
    },
    columns={
        "course": ("Parcours", "Course"),
        "moments": ("Moments", "Moments"),
        "lost": ("Sans second test", "Without the second test"),
        "first_mean": ("Premier (%)", "First (%)"),
        "second_mean": ("Second (%)", "Second (%)"),
        "points": ("Écart (points)", "Difference (points)"),
        "points_low": ("IC 95 %, bas", "95% CI, low"),
        "points_high": ("IC 95 %, haut", "95% CI, high"),
        "g": ("g de Hedges", "Hedges’ g"),
        "g_low": ("g, bas", "g, low"),
        "g_high": ("g, haut", "g, high"),
    },
    values={
        "pre_post": ("Début et fin", "Start and end"),
        "pre_follow-up": ("Début et à distance", "Start and follow-up"),
        "post_follow-up": ("Fin et à distance", "End and follow-up"),
        "follow-up": ("À distance", "Follow-up"),
        "pre_of_pre_post": ("Début", "Start"),
        "post_of_pre_post": ("Fin", "End"),
    },
    findings={
        "gain_up": (
            "Les mêmes personnes gagnent {points:days} points entre le début et la fin ({low:days} à {high:days}), n = {n:count}.",
            "The same learners gain {points:days} points from start to end ({low:days} to {high:days}), n\u00a0=\u00a0{n:count}.",
        ),
        "gain_unclear": (
            "Pas encore d’écart sûr entre le début et la fin : {low:days} à {high:days} points, n\u00a0=\u00a0{n:count}.",
            "No certain difference between start and end yet: {low:days} to {high:days} points, n\u00a0=\u00a0{n:count}.",
        ),
        "gain_early": (
            "Trop tôt : il faut {need:count} personnes qui ont passé les deux tests.",
            "Too early: {need:count} learners who sat both tests are needed.",
        ),
    },
    main=(Main("gains", ("course", "moments"), "points", "points_low", "points_high"),),
)
