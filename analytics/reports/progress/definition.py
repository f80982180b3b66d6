"""R16, game progress: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="progress",
    code="R16",
    version=1,
    group="game",
    name="Game progress",
    verbs=frozenset({"completed", "initialized", "progressed", "selected"}),
    title=("Les semaines du jeu", "The weeks of the game"),
    reading=(
        "Une semaine est terminée quand le bilan est atteint. « Rejouée » compte les personnes qui l’ont vécue plus d’une "
        "fois. Le second tableau dit quelle situation a été la dernière des parties qui se sont arrêtées.",
        "A week is completed when its summary is reached. “Played again” counts learners who lived it more than once. The "
        "second table tells which situation was the last one of plays that stopped.",
    ),
    next_step=("Regardez la dernière situation des parties arrêtées.", "Look at the last situation of the plays that stopped."),
    counted=("learners who started a week, reached its summary, played it again; last situation of those who did not complete"),
    method="Wilson",
    tables={
        "weeks_played": ("Semaines commencées et terminées", "Weeks started and completed"),
        "stopped": ("Dernière situation des parties arrêtées", "Last situation of plays that stopped"),
    },
    findings={
        "weeks_completed": (
            "Des semaines commencées, {share:percent} sont terminées.",
            "Of the weeks started, {share:percent} are completed.",
        ),
    },
    main=(Main("weeks_played", ("campaign", "week_number"), "share", "low", "high"),),
)
