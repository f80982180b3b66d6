"""R1, completion funnel: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="completion",
    code="R1",
    version=1,
    group="course",
    name="Completion funnel",
    verbs=frozenset({"completed", "earned", "initialized", "passed", "progressed", "registered"}),
    title=("Du premier écran à la fin", "From the first screen to the end"),
    reading=(
        "Chaque ligne compte les personnes arrivées au moins jusque-là. L’intervalle à 95 % (Wilson) dit ce que le hasard "
        "d’un petit groupe permet. Les jours sont la médiane depuis l’étape d’avant.",
        "Each row counts the learners who came at least that far. The 95% interval (Wilson) tells what chance allows in a "
        "small cohort. Days are the median since the step before.",
    ),
    next_step=(
        "Ouvrez le module qui perd le plus de personnes et relisez l’écran où elles s’arrêtent.",
        "Open the module that loses most learners and read again the screen at which they stop.",
    ),
    counted=(
        "distinct learners registered for the course, who started, passed half (`progressed` 50 or more), completed each "
        "module (every screen read, each safety item answered safely once, not every item skipped; a completion recorded "
        "under the former rule, by reading alone, stays), and passed or earned where anybody did; a later step counts in "
        "the earlier ones; median days between two steps for those who show both, with their number"
    ),
    method="Wilson",
    tables={
        "stages": ("Étapes du module", "Steps of the module"),
    },
    findings={
        "biggest_loss": (
            "La plus grande perte : {lost:count} personnes entre « {before:word} » et « {after:word} ».",
            "The biggest loss: {lost:count} learners between “{before:word}” and “{after:word}”.",
        ),
        "no_big_loss": ("Aucune étape ne perd {below:count} personnes ou plus.", "No step loses {below:count} learners or more."),
    },
    stats={
        "started": ("Modules commencés", "Modules started"),
    },
    main=(Main("stages", ("module", "stage"), "share", "low", "high"),),
)
