"""R7, learning gain: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="gain",
    code="R7",
    version=2,
    group="knowledge",
    name="Learning gain",
    verbs=frozenset({"completed"}),
    title=("Avant et après", "Before and after"),
    reading=(
        "Les mêmes personnes, à deux moments, sur des versions du test de même plan : chaque version sert aussi souvent "
        "avant qu’après. Écart : moyenne des différences, en points sur 100, avec son intervalle à 95 %. g compare cet "
        "écart à la dispersion des scores (0,2 petit, 0,5 moyen, 0,8 grand). « Sans second test » compte les personnes "
        "parties entre les deux : plus elles sont nombreuses, moins l’écart dit quelque chose du groupe. Écart "
        "ajusté\u00a0: celui d’une personne au score de départ moyen, chaque ordre des versions comptant autant (HC3). "
        "Groupes\u00a0: à score de départ égal, qui finit plus haut\u00a0; cela décrit, sans dire pourquoi. Versions\u00a0: le hasard "
        "les donne, donc un écart au début est celui des versions. Sous 10 personnes, rien n’est calculé.",
        "The same learners at two moments, on forms of one blueprint: each form serves as often before as after. "
        "Difference: mean of the differences, in points of 100, with its 95% interval. g compares it with the spread of "
        "the scores (0.2 small, 0.5 medium, 0.8 large). “Without the second test” counts the learners who left in between: "
        "the more they are, the less the difference says about the cohort. Adjusted "
        "difference: that of a learner with the mean start score, each order of the forms counting alike (HC3). Groups: at the "
        "same start score, who ends higher; it describes, it does not say why. Forms: chance gives them, so a difference at the "
        "start is one of the forms. Under 10 learners nothing is computed.",
    ),
    next_step=(
        "Si l’intervalle contient 0, ne parlez pas encore de progrès ; rappelez le second test aux personnes qui ne l’ont pas passé.",
        "If the interval holds 0, do not speak of progress yet; remind those who have not sat the second test.",
    ),
    counted=(
        "first sitting of each learner in each phase (`pre`, `post`, `follow-up`) of a course, by `scaled`; for the "
        "learners who sat both: mean before and after, mean difference, Hedges' g of d_av; learners of the first test "
        "without the second. Forms are crossed and share one blueprint; how hard each is stands beside it, from the scores at the "
        "start of the learners whom chance gave it (random groups, mean equating). Adjusted: the change regressed on the start "
        "score and, where each order of the forms has 5 learners or more, on the order in effect coding; the constant. By role, "
        "language and edition (of the latest statement): end score less that of the most frequent value, at the same start score "
        "and order. Hake's gain of the means, and the mean of each learner's own; share with every response right. From 10 pairs, "
        "and 10 learners of a group or form"
    ),
    method=(
        "Student's interval for pairs; d_av: Cumming 2012; its variance and Hedges' correction: Borenstein and others 2009, chapter 4; "
        "ANCOVA: EMA guideline 2015, errors HC3 (MacKinnon and White 1985); Hake 1998; equating: Kolen and Brennan 2014, "
        "chapter 2, Welch's interval"
    ),
    tables={
        "gains": ("Écarts, mêmes personnes", "Differences, same learners"),
        "adjusted": ("Écart ajusté, gain possible et plafond", "Adjusted difference, possible gain and ceiling"),
        "groups": ("Groupes, à score de départ égal", "Groups, at the same start score"),
        "forms": ("Les versions du test, au début", "The forms of the test, at the start"),
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
        "gain": ("Écart ajusté (points)", "Adjusted difference (points)"),
        "adjusted_for": ("Ajusté selon", "Adjusted for"),
        "hake_class": ("Gain de Hake, du groupe", "Hake’s gain, of the group"),
        "hake_mean": ("Gain de Hake, moyen", "Hake’s gain, mean"),
        "full_first": ("Tout juste au début (%)", "All right at the start (%)"),
        "full_second": ("Tout juste à la fin (%)", "All right at the end (%)"),
        "end_difference": ("Écart à la fin (points)", "Difference at the end (points)"),
        "form": ("Version", "Form"),
        "easier": ("Plus facile de (points)", "Easier by (points)"),
        "easier_low": ("IC 95 %, bas", "95% CI, low"),
        "easier_high": ("IC 95 %, haut", "95% CI, high"),
    },
    values={
        "pre_post": ("Début et fin", "Start and end"),
        "pre_follow-up": ("Début et à distance", "Start and follow-up"),
        "post_follow-up": ("Fin et à distance", "End and follow-up"),
        "follow-up": ("À distance", "Follow-up"),
        "pre_of_pre_post": ("Début", "Start"),
        "post_of_pre_post": ("Fin", "End"),
        "start_score": ("Score de départ", "Start score"),
        "start_and_forms": ("Score de départ et ordre des versions", "Start score and order of the forms"),
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
