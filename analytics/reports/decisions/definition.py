"""R15, decision quality: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="decisions",
    code="R15",
    version=1,
    group="game",
    name="Decision quality",
    verbs=frozenset({"selected"}),
    title=("Les choix dans le jeu", "The choices in the game"),
    reading=(
        "Premier choix de chaque personne dans chaque situation. Sûr : l’option conseillée. Autre : sans danger, mais "
        "moins utile. Risqué : pourrait mettre en danger dans la vraie vie. Les options choisies par peu de personnes sont "
        "comptées ensemble.",
        "First choice of each learner in each situation. Safe: the option advised. Other: no danger, but less helpful. "
        "Unsafe: could be dangerous in real life. Options that few learners chose are counted together.",
    ),
    next_step=(
        "Reprenez en groupe les situations où l’option risquée attire.",
        "Go over the situations in which the unsafe option attracts, with the group.",
    ),
    counted=(
        "first choice of each learner in each situation: safe (advised), other, unsafe; options; how many played again, "
        "and the share of them who chose otherwise"
    ),
    method="Wilson",
    tables={
        "situations": ("Premier choix, par situation", "First choice, by situation"),
        "options": ("Options choisies", "Options chosen"),
    },
    findings={
        "decisions_unsafe": (
            "L’option risquée attire le plus dans « {situation:situation} » : {share:percent}.",
            "The unsafe option attracts most in “{situation:situation}”: {share:percent}.",
        ),
        "decisions_calm": (
            "Aucune option risquée n’est choisie par 5 personnes ou plus.",
            "No unsafe option is chosen by 5 learners or more.",
        ),
    },
    stats={
        "safe_first": ("Premiers choix sûrs", "Safe first choices"),
    },
    main=(Main("situations", ("situation",), "safe_share", "low", "high"),),
)
