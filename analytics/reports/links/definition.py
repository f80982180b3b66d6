"""R17, knowledge and play: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="links",
    code="R17",
    version=1,
    group="knowledge",
    name="Knowledge and play",
    verbs=frozenset({"completed", "selected", "took", "skipped", "held", "presented", "reported", "ignored"}),
    title=("Savoir et jouer", "Knowing and playing"),
    reading=(
        "Pour les personnes qui ont passé le test de fin et joué : le score va-t-il avec ce qu’elles ont fait dans le jeu la première fois "
        "? r va de -1 à 1 ; 0 : aucun lien. Un lien n’est pas une cause : les mêmes personnes peuvent mieux répondre et mieux jouer pour "
        "une autre raison. Le jeu ne dit rien de la vie réelle.",
        "For learners who sat the test at the end and played: does the score go with what they did in the game the first time? r runs from "
        "-1 to 1; 0: no link. A link is no cause: the same learners may answer and play better for another reason. The game says nothing "
        "about real life.",
    ),
    next_step=(
        "Ne concluez pas d’un lien que le jeu a fait apprendre : seul un essai avec tirage au sort peut le dire.",
        "Do not conclude from a link that the game taught: only a randomised trial can tell.",
    ),
    counted=(
        "learners with a first sitting of a test at the end (mean over courses) and, in their first plays: share of first choices that "
        "were safe; mean share of days with a dose due that were covered; share of first episodes of a sign reported within 24 game hours. "
        "r over learners; mean score of those at or under the median of the behaviour, and over it. From 20 learners"
    ),
    method="Spearman's r; interval: Bonett and Wright, Psychometrika 2000 (Fisher's z). An association, never an effect",
    tables={
        "halves": ("Score de fin, selon le jeu", "Score at the end, by play"),
        "links": ("Liens", "Links"),
    },
    columns={
        "behaviour": ("Dans le jeu", "In the game"),
        "half": ("Moitié", "Half"),
        "r_low": ("IC 95 %, bas", "95% CI, low"),
        "r_high": ("IC 95 %, haut", "95% CI, high"),
    },
    values={
        "safe_choices": ("Choix sûrs", "Safe choices"),
        "covered_days": ("Jours couverts", "Days covered"),
        "soon_reports": ("Signes dits en 24 heures", "Signs reported within 24 hours"),
        "lower": ("Médiane ou moins", "At the median or under"),
        "upper": ("Au-dessus de la médiane", "Over the median"),
    },
    findings={
        "links_said": (
            "Lien r = {r:r} ({low:r} à {high:r}), n = {n:count} ; un lien, pas une cause.",
            "Link r = {r:r} ({low:r} to {high:r}), n = {n:count}; a link, no cause.",
        ),
        "links_flat": (
            "Aucun lien à calculer : tous ont le même score ou ont joué de même.",
            "No link to compute: all have the same score or played alike.",
        ),
        "links_early": (
            "Trop tôt : il faut {need:count} personnes qui ont passé le test de fin et joué.",
            "Too early: {need:count} learners who sat the test at the end and played are needed.",
        ),
    },
    main=(Main("links", ("behaviour",), "r", "r_low", "r_high"),),
)
