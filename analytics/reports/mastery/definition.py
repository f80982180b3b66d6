"""R11, mastery by objective: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="mastery",
    code="R11",
    version=2,
    group="knowledge",
    name="Mastery by objective",
    verbs=frozenset({"answered"}),
    title=("Ce qui est acquis", "What is mastered"),
    reading=(
        "Probabilité de savoir, calculée sur la suite des réponses (suivi bayésien des connaissances). Acquis : 95 % ou "
        "plus. En bonne voie : 50 % ou plus. Le modèle est ajusté quand 30 personnes ont donné 4 réponses ou plus ; avant, "
        "il garde des valeurs de départ, comme le dit la dernière colonne ; « à la limite » : ces réponses ne suffisent pas à "
        "l’ajuster. Sous 4 réponses, une personne compte par la part de réponses justes qu’elle a au moins.",
        "Probability of knowing, from the series of responses (Bayesian knowledge tracing). Mastered: 95% or more. On the "
        "way: 50% or more. The model is fitted once 30 learners gave 4 responses or more; before that it keeps its "
        "starting values, as the last column says; “at the limit”: these responses do not suffice to fit it. Under 4 responses "
        "a learner counts by the share of right ones that she has at least.",
    ),
    next_step=("Proposez une révision de l’objectif le moins acquis.", "Offer a review of the objective least mastered."),
    counted=(
        "probability of knowing from the first 20 responses to items of the objective; mastered at 0.95, on the way at 0.5; under 4 "
        "responses the 5 % quantile of a Beta distribution over an even prior instead"
    ),
    method=(
        "Bayesian knowledge tracing (Corbett and Anderson 1995), fitted by expectation-maximisation once 30 learners gave "
        "4 responses or more, fixed values before; the table says which, and only fitted ones make the headline"
    ),
    tables={
        "objectives": ("Objectif par objectif", "Objective by objective"),
    },
    values={
        "at_limit": ("Ajusté, à la limite", "Fitted, at the limit"),
    },
    findings={
        "mastery_early": (
            "Trop tôt : il faut {need:count} personnes avec 4 réponses ou plus par objectif.",
            "Too early: {need:count} learners with 4 responses or more an objective are needed.",
        ),
        "mastery_least": (
            "L’objectif le moins acquis, {share:percent} : « {objective:objective} »",
            "The objective least mastered, {share:percent}: “{objective:objective}”",
        ),
    },
    main=(Main("objectives", ("objective",), "mastered_share", is_sound=False),),
)
