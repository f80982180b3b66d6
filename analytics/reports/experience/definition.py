"""R27, lived experience: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="experience",
    code="R27",
    version=1,
    group="course",
    name="Lived experience",
    verbs=frozenset({"rated"}),
    title=("Ce qu’en disent les personnes", "What learners say of it"),
    reading=(
        "Chaque personne compte une fois, par sa dernière réponse à chaque phrase. D’accord : « plutôt oui » ou « tout à "
        "fait ». Le score va de 0 (pas du tout, partout) à 100 (tout à fait, partout). Les phrases sont écrites pour ce "
        "site : le score ne se compare à celui d’aucun questionnaire publié. Seules comptent les personnes qui ont "
        "répondu ; les autres pensent peut-être autre chose.",
        "Each learner counts once, by her latest answer to each sentence. Agree: “rather yes” or “fully”. The score goes "
        "from 0 (not at all, everywhere) to 100 (fully, everywhere). The sentences were written for this site: the score "
        "compares with that of no published questionnaire. Only those who answered count; the others may think otherwise.",
    ),
    next_step=(
        "Commencez par la phrase la moins partagée : demandez à deux ou trois personnes ce qui leur a manqué.",
        "Start with the sentence that fewest agree with: ask two or three people what they missed.",
    ),
    counted=(
        "latest answer of each learner to each of five closed sentences about a course (1 to 4): share who agree (3 or 4); "
        "score of a learner, 0 to 100: the mean of her latest answers; mean score by role and language of the answer, and by "
        "the edition of her last act before it, from 10 learners. Own sentences, not F-SUS"
    ),
    method="Wilson; Student's interval of the mean, cut at 0 and 100",
    tables={
        "opinions": ("Phrase par phrase", "Sentence by sentence"),
        "opinion_scores": ("Score par groupe", "Score by group"),
    },
    columns={
        "question": ("Phrase", "Sentence"),
        "agreed": ("D’accord", "Agree"),
        "score": ("Score moyen (0 à 100)", "Mean score (0 to 100)"),
    },
    values={
        "all": ("Tous", "All"),
        "objectives": ("Objectifs atteints", "Objectives reached"),
        "helps_in_practice": ("Sert dans la pratique", "Helps in practice"),
        "sources": ("Contenus clairs, sources visibles", "Clear contents, visible sources"),
        "use": ("Site facile à utiliser", "Site easy to use"),
        "time": ("Durée annoncée juste", "Stated duration is right"),
        "clear": ("Mots faciles à comprendre", "Words easy to understand"),
        "daily": ("Sert tous les jours", "Helps in everyday life"),
        "whom_to_call": ("Sait mieux quand appeler, et qui", "Knows better when to call, and whom"),
        "pace": ("Avance à son rythme", "Goes at own pace"),
    },
    findings={
        "agreed_least": (
            "La phrase la moins partagée : « {question:word} », {share:percent} d’accord (n = {n:count}).",
            "Fewest agree with: “{question:word}”, {share:percent} (n = {n:count}).",
        ),
        "agreed_part": (
            "Une partie des réponses est masquée : la phrase la moins partagée ne peut pas être dite.",
            "Some of the answers are hidden: which sentence fewest agree with cannot be told.",
        ),
        "agreed_hidden": (
            "Trop peu de personnes, ou trop peu de désaccords, pour dire une part.",
            "Too few learners, or too few who disagree, to tell a share.",
        ),
    },
    main=(
        Main("opinions", ("course", "question"), "share", "low", "high"),
        Main("opinion_scores", ("dimension", "value"), "score", "low", "high"),
    ),
)
