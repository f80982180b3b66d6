"""R8, item analysis: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="items",
    code="R8",
    version=4,
    group="knowledge",
    name="Item analysis",
    verbs=frozenset({"answered", "completed", "failed", "passed"}),
    title=("Les questions une par une", "The items one by one"),
    reading=(
        "Premier essai de chaque personne à la version actuelle de la question. Réussite : part de réponses justes. Lien r "
        ": ceux qui réussissent cette question réussissent-ils aussi les autres du module ? Près de 0, la question ne "
        "distingue rien. D\u00a0: réussite des 27 % qui réussissent le mieux les autres questions, moins celle des 27 % qui les "
        "réussissent le moins. Alpha sans la question\u00a0: s’il monte, elle mesure autre chose que les autres. Passée\u00a0: part de "
        "ceux qui sont allés au bout sans y répondre. Sûr et faux\u00a0: une erreur dont on est sûr se corrige mal seule. r, D "
        "et les signaux demandent 30 personnes, alpha 20.",
        "First attempt of each learner at the item’s current version. Facility: share of right responses. Link r: do those "
        "who do well here also do well on the other items of the module? Near 0, the item tells nothing apart. D: facility among the 27% "
        "who do best on "
        "the other items, less that among the 27% who do least well. Alpha without the item: where it rises, the item measures "
        "something else. Passed by: share of those who reached the end without an answer to it. Sure and wrong: an error that one "
        "is sure of is seldom put right alone. r, D and the signals need 30 learners, alpha 20.",
    ),
    next_step=(
        "Relisez d’abord les questions signalées : énoncé, options, bonne réponse.",
        "Read the items with a signal again first: question, options, right answer.",
    ),
    counted=(
        "first attempt of each learner at the item's current version (the one first answered last, by the time of the "
        "act), by phase: share right, link r with the mean of the other items of the module in the same phase (the item "
        "itself left out), share unsafe, share unsafe though sure of it (said before the answer was seen), "
        "median seconds; D (upper less lower 27 % by the other items, ties at an edge in part), alpha of the module and alpha without "
        "the item, over those who answered all common items; of those who completed the module (practice) or ended a test of the "
        "form, the share who never answered it; of those who said how sure they were before the answer: sure or not, right or not; "
        "by module: learners with an unsafe response in practice, whether they completed the module afterwards. "
        "Alpha from 20 learners, r, D and signals from 30 learners: right for under 20 % or over 95 "
        "%, r under 0.1, unsafe chosen by 10 % or more"
    ),
    method="Henrysson 1963 (corrected item-total correlation); Kelley 1939 and Johnson 1951 (D); Cronbach 1951 (alpha)",
    tables={
        "items": ("Premier essai de chaque personne", "First attempt of each learner"),
        "discrimination": ("Ce que chaque question distingue", "What each item tells apart"),
        "after_unsafe": (
            "Après une réponse risquée\u00a0: module terminé ou pas encore",
            "After an unsafe response: module completed or not yet",
        ),
        "confidence": ("Sûr de soi, juste ou non", "Sure or not, right or not"),
    },
    columns={
        "d": ("Indice D", "Index D"),
        "complete_n": ("n (alpha)", "n (alpha)"),
        "alpha_without": ("Alpha sans elle", "Alpha without it"),
        "ended_n": ("Allés au bout", "Reached the end"),
        "omitted": ("Passée (%)", "Passed by (%)"),
        "sure_right": ("Sûrs et justes", "Sure and right"),
        "sure_wrong": ("Sûrs, mais faux", "Sure but wrong"),
        "unsure_right": ("Pas sûrs, justes", "Unsure but right"),
        "unsure_wrong": ("Pas sûrs, faux", "Unsure and wrong"),
        "unfinished": ("Pas encore", "Not yet"),
        "wrong_of_sure": ("Faux parmi les sûrs (%)", "Wrong of the sure (%)"),
    },
    findings={
        "items_calm": ("Aucune question ne demande à être regardée.", "No item asks to be looked at."),
        "items_watch": ("Questions à regarder : {count:count} sur {of:count}.", "Items to look at: {count:count} of {of:count}."),
    },
    stats={
        "facility": ("Réponses justes au premier essai", "Right responses at the first attempt"),
    },
    main=(Main("items", ("item", "phase"), "facility", "low", "high"),),
)
