"""R8, item analysis: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="items",
    code="R8",
    version=3,
    group="knowledge",
    name="Item analysis",
    verbs=frozenset({"answered"}),
    title=("Les questions une par une", "The items one by one"),
    reading=(
        "Premier essai de chaque personne à la version actuelle de la question. Réussite : part de réponses justes. Lien r "
        ": ceux qui réussissent cette question réussissent-ils aussi les autres du module ? Près de 0, la question ne "
        "distingue rien. r et les signaux demandent 30 personnes.",
        "First attempt of each learner at the item’s current version. Facility: share of right responses. Link r: do those "
        "who do well here also do well on the other items of the module? Near 0, the item tells nothing apart. r and the "
        "signals need 30 learners.",
    ),
    next_step=(
        "Relisez d’abord les questions signalées : énoncé, options, bonne réponse.",
        "Read the items with a signal again first: question, options, right answer.",
    ),
    counted=(
        "first attempt of each learner at the item's current version (the one first answered last, by the time of the "
        "act), by phase: share right, link r with the mean of the other items of the module in the same phase (the item "
        "itself left out), share unsafe, share unsafe though sure of it (said before the answer was seen), "
        "median seconds. r and signals from 30 learners: right for under 20 % or over 95 "
        "%, r under 0.1, unsafe chosen by 10 % or more"
    ),
    method="Henrysson 1963 (corrected item-total correlation)",
    tables={
        "items": ("Premier essai de chaque personne", "First attempt of each learner"),
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
