"""R15, decision quality: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="decisions",
    code="R15",
    version=2,
    group="game",
    name="Decision quality",
    verbs=frozenset({"selected"}),
    title=("Les choix dans le jeu", "The choices in the game"),
    reading=(
        "Premier choix de chaque personne dans chaque situation. Sûr : l’option conseillée. Autre : sans danger, mais "
        "moins utile. Risqué : pourrait mettre en danger dans la vraie vie. Les options choisies par peu de personnes sont "
        "comptées ensemble. Second passage\u00a0: les mêmes personnes, deux fois. L’indice s’affiche quand on le demande\u00a0: qui "
        "le demande diffère des autres.",
        "First choice of each learner in each situation. Safe: the option advised. Other: no danger, but less helpful. "
        "Unsafe: could be dangerous in real life. Options that few learners chose are counted together. "
        "Second play: the same learners, twice. A hint is shown to who asks for it, so those who do differ from the others.",
    ),
    next_step=(
        "Reprenez en groupe les situations où l’option risquée attire.",
        "Go over the situations in which the unsafe option attracts, with the group.",
    ),
    counted=(
        "first choice of each learner in each situation: safe (advised), other, unsafe; options; how many played again, "
        "and the share of them who chose otherwise; of those who met a situation in two plays: safe in both, in the second alone, in "
        "the first alone, in neither; share of first choices that were safe with a hint on the screen and without one, from 11 learners"
    ),
    method="Wilson; McNemar 1947, exact; share over clusters (learners): Cochran 1977, section 3.12",
    tables={
        "situations": ("Premier choix, par situation", "First choice, by situation"),
        "options": ("Options choisies", "Options chosen"),
        "replays": ("Second passage, mêmes personnes", "Second play, same learners"),
        "hints": ("Avec et sans indice", "With and without a hint"),
    },
    columns={
        "safe_twice": ("Sûr deux fois", "Safe twice"),
        "now_safe": ("Sûr la seconde fois seulement", "Safe the second time alone"),
        "no_longer_safe": ("Sûr la première fois seulement", "Safe the first time alone"),
        "never_safe": ("Ni l’un ni l’autre", "Neither time"),
        "p_change": ("p (McNemar)", "p (McNemar)"),
        "hint": ("Indice", "Hint"),
        "choices_n": ("Choix", "Choices"),
    },
    values={
        "with_hint": ("Indice affiché", "Hint shown"),
        "without_hint": ("Sans indice", "No hint"),
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
