"""R13, simulated adherence: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="adherence",
    code="R13",
    version=1,
    group="game",
    name="Simulated adherence",
    verbs=frozenset({"held", "skipped", "took"}),
    title=("L’observance simulée", "Simulated adherence"),
    reading=(
        "Ce que les personnes font dans le jeu, jamais ce que quelqu’un prend. Jour couvert : chaque prise due a été faite "
        "dans sa fenêtre. Une suspension demandée par l’équipe n’est pas due. Régulier : 80 % des jours ou plus, une "
        "convention. Prises / prises dues est là pour comparer : il cache les trous. Sous 10 personnes, rien n’est montré.",
        "What learners do in the game, never what anybody takes. A day is covered when each dose due was taken in its "
        "window. A hold the team asked for is not due. Regular: 80% of days or more, a convention. Doses / doses due is "
        "there for contrast: it hides gaps. Under 10 learners nothing is shown.",
    ),
    next_step=(
        "Parlez des jours sans prise du jeu, jamais du traitement d’une personne.",
        "Talk about the days without a dose in the game, never about a person’s treatment.",
    ),
    counted=(
        "first play of each learner: days on which every dose due was covered, over days with a dose due; a hold that was "
        "advised is not due; shown from 10 learners. It is about the game: never a sign about a person's treatment"
    ),
    method="proportion of days covered, possession ratio beside it (Hess and others 2006); Student's interval of the mean",
    tables={
        "covered_days": ("Jours couverts, première partie", "Days covered, first play"),
        "adherence": ("Observance simulée, par campagne", "Simulated adherence, by campaign"),
    },
    findings={
        "covered": (
            "Dans le jeu, {share:percent} des jours de traitement sont couverts en moyenne, n\u00a0=\u00a0{n:count}.",
            "In the game, {share:percent} of treatment days are covered on average, n\u00a0=\u00a0{n:count}.",
        ),
    },
    main=(Main("adherence", ("campaign",), "covered", "covered_low", "covered_high"),),
)
