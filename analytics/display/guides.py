"""The title of each report and how to read it, in French and English."""

from analytics.display.words import Pair

TITLES: dict[str, Pair] = {
    "completion": ("Du premier écran à la fin", "From the first screen to the end"),
    "items": ("Les questions une par une", "The items one by one"),
    "decisions": ("Les choix dans le jeu", "The choices in the game"),
    "signs": ("Du signe d’alerte à l’appel", "From the warning sign to the call"),
    "progress": ("Les semaines du jeu", "The weeks of the game"),
    "adherence": ("L’observance simulée", "Simulated adherence"),
    "distractors": ("Ce que chaque option attire", "What each option attracts"),
    "mastery": ("Ce qui est acquis", "What is mastered"),
    "quality": ("La qualité des questions d’un module", "The quality of a module’s items"),
    "reach": ("Qui reste au bord", "Who is left out"),
    "active": ("Personnes actives", "Active learners"),
    "health": ("La santé des données", "The health of the data"),
}

READING: dict[str, Pair] = {
    "completion": (
        "Chaque ligne compte les personnes arrivées au moins jusque-là. L’intervalle à 95 % (Wilson) dit ce que le hasard "
        "d’un petit groupe permet. Les jours sont la médiane depuis l’étape d’avant.",
        "Each row counts the learners who came at least that far. The 95% interval (Wilson) tells what chance allows in a small cohort. "
        "Days are the median since the step before.",
    ),
    "items": (
        "Premier essai de chaque personne à la version actuelle de la question. Réussite : part de réponses justes. "
        "Lien r : ceux qui réussissent cette question réussissent-ils aussi "
        "les autres du module ? Près de 0, la question ne distingue rien. r et les signaux demandent 30 personnes.",
        "First attempt of each learner at the item’s current version. Facility: share of right responses. Link r: do "
        "those who do well here also do well "
        "on the other items of the module? Near 0, the item tells nothing apart. r and the signals need 30 learners.",
    ),
    "decisions": (
        "Premier choix de chaque personne dans chaque situation. Sûr : l’option conseillée. Autre : sans danger, mais moins utile. "
        "Risqué : pourrait mettre en danger dans la vraie vie. Les options choisies par peu de personnes sont comptées ensemble.",
        "First choice of each learner in each situation. Safe: the option advised. Other: no danger, but less helpful. "
        "Unsafe: could be dangerous in real life. Options that few learners chose are counted together.",
    ),
    "signs": (
        "Premier épisode de chaque personne, en heures du jeu (Kaplan-Meier). Ce qui n’a pas été signalé reste compté "
        "jusqu’à la fin de la partie ou 72 heures : rien n’est écarté. "
        "La courbe demande 11 personnes et s’arrête quand moins de 5 sont encore suivies.",
        "First episode of each learner, in game hours (Kaplan-Meier). What was not reported stays counted "
        "until the end of the play or 72 hours: nothing is left out. "
        "The curve needs 11 learners and stops when fewer than 5 are still followed.",
    ),
    "progress": (
        "Une semaine est terminée quand le bilan est atteint. « Rejouée » compte les personnes qui l’ont vécue plus d’une fois. "
        "Le second tableau dit quelle situation a été la dernière des parties qui se sont arrêtées.",
        "A week is completed when its summary is reached. “Played again” counts learners who lived it more than once. "
        "The second table tells which situation was the last one of plays that stopped.",
    ),
    "adherence": (
        "Ce que les personnes font dans le jeu, jamais ce que quelqu’un prend. Jour couvert : chaque prise due a été faite "
        "dans sa fenêtre. Une suspension demandée par l’équipe n’est pas due. Régulier : 80 % des jours ou plus, une convention. "
        "Prises / prises dues est là pour comparer : il cache les trous. Sous 10 personnes, rien n’est montré.",
        "What learners do in the game, never what anybody takes. A day is covered when each dose due was taken in its window. "
        "A hold the team asked for is not due. Regular: 80% of days or more, a convention. "
        "Doses / doses due is there for contrast: it hides gaps. Under 10 learners nothing is shown.",
    ),
    "distractors": (
        "Premier essai aux questions à un seul choix. Les options choisies par peu de personnes sont comptées ensemble. "
        "Les tiers rangent les personnes selon leur réussite aux autres questions du module, à l’entraînement. "
        "Une option autre que la bonne devrait attirer moins le tiers fort, et avoir un lien négatif ; sinon, relisez la question.",
        "First attempt at items with one choice. Options that few learners chose are counted together. "
        "The thirds rank learners by how well they do on the other items of the module, in practice. "
        "An option other than the right one should attract the strong third less, and have a negative link; if not, read the item again.",
    ),
    "mastery": (
        "Probabilité de savoir, calculée sur la suite des réponses (suivi bayésien des connaissances). Acquis : 95 % ou plus. "
        "En bonne voie : "
        "50 % ou plus. Le modèle est ajusté quand 30 personnes ont donné 4 réponses ou plus ; avant, il garde des valeurs de départ, "
        "comme le dit la dernière colonne.",
        "Probability of knowing, from the series of responses (Bayesian knowledge tracing). Mastered: 95% or more. On the way: "
        "50% or more. The model is fitted once 30 learners gave 4 responses or more; before that it keeps its starting values, "
        "as the last column says.",
    ),
    "quality": (
        "Alpha de Cronbach : de 0 à 1, les questions du module mesurent-elles la même chose ? Premiers essais des personnes "
        "qui ont répondu à "
        "toutes les questions communes. Sous 20 personnes, rien n’est calculé. L’erreur de mesure dit de combien un score "
        "peut bouger par hasard.",
        "Cronbach’s alpha: from 0 to 1, do the module’s items measure one thing? First attempts of the learners who answered "
        "all common items. "
        "Under 20 learners nothing is computed. The error of measurement tells how far one score may move by chance.",
    ),
    "reach": (
        "Parmi les personnes qui ont fait quelque chose, combien ont terminé un module ou une semaine, selon l’édition, la "
        "langue, le texte, "
        "l’aide et le rôle. Une personne peut compter sous deux valeurs. Un écart n’est pas une preuve : regardez les intervalles.",
        "Among learners who did something, how many completed a module or a week, by edition, language, text, help and role. "
        "A learner may count under two values. A gap is no proof: look at the intervals.",
    ),
    "active": (
        "Une personne est active une semaine si elle y a fait au moins une chose dans un module ou dans le jeu. La semaine "
        "commence le lundi.",
        "A learner is active in a week with at least one act in a module or in the game. The week begins on Monday.",
    ),
    "health": (
        "Traces reçues par jour, et secondes entre l’acte et son arrivée. Un mot inconnu est un verbe ou une extension hors "
        "du vocabulaire, une valeur inconnue n’est pas du type attendu. Une date impossible vient d’un appareil qui n’est pas à l’heure : "
        "plus d’un jour après l’arrivée, ou plus de 400 jours avant. Un jour où peu de personnes ont agi n’est pas montré.",
        "Statements received a day, and seconds from the act to its arrival. An unknown word is a verb or an extension "
        "outside the vocabulary, an unknown value is not of the type expected. An impossible date comes from a device with a wrong clock: "
        "more than a day after the arrival, or more than 400 days before it. A day on which few learners acted is not shown.",
    ),
}
