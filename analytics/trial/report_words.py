"""The words of a trial's report, French first."""

Pair = tuple[str, str]

WORDS: dict[str, Pair] = {
    "report": ("Rapport d’essai", "Trial report"),
    "simulated": ("Personnes simulées : exemple, sans valeur scientifique.", "Simulated people: an example, without scientific value."),
    "dry": (
        "Répétition à l’aveugle : les bras ont été mélangés au hasard. Aucun chiffre ne dit ce que l’essai a trouvé.",
        "Blinded dry run: arms were mixed by chance. No figure says what the trial found.",
    ),
    "frame": ("Cadre", "Frame"),
    "sponsor": ("Promoteur", "Sponsor"),
    "registration": ("Enregistrement", "Registration"),
    "protocol": ("Protocole (SHA-256)", "Protocol (SHA-256)"),
    "locked": ("Verrouillé le", "Locked on"),
    "data": ("Données (SHA-256)", "Data (SHA-256)"),
    "frozen": ("Données gelées le", "Data frozen on"),
    "changes": ("Changements après le verrouillage", "Changes after the lock"),
    "no_changes": ("Aucun.", "None."),
    "flow": ("Parcours des participants (CONSORT 2025)", "Flow of participants (CONSORT 2025)"),
    "assessed": ("Évalués", "Assessed"),
    "excluded": ("Exclus avant le tirage", "Excluded before randomisation"),
    "randomised": ("Tirés au sort", "Randomised"),
    "received": ("Ont reçu leur bras", "Received their arm"),
    "not_received": ("Ne l’ont pas reçu", "Did not receive it"),
    "lost": ("Perdus de vue", "Lost to follow-up"),
    "withdrawn": ("Retirés", "Withdrawn"),
    "excluded_late": ("Exclus après le tirage", "Excluded after randomisation"),
    "missing": ("Suivis, sans le critère principal", "Followed, without the primary outcome"),
    "analysed": ("Analysés", "Analysed"),
    "baseline": ("Scores avant", "Scores before"),
    "column": ("Colonne des données", "Column of the data"),
    "outcome": ("Critère", "Outcome"),
    "people": ("Personnes", "People"),
    "mean": ("Moyenne", "Mean"),
    "sd": ("Écart-type", "SD"),
    "primary": ("Critère principal", "Primary outcome"),
    "secondary": ("Critères secondaires", "Secondary outcomes"),
    "elsewhere": ("Vu en dehors du bras, demandé à J+30", "Seen outside the arm, asked at day 30"),
    "elsewhere_note": (
        "Dit par les personnes elles-mêmes, parmi celles qui ont répondu à J+30. Rien n’en est corrigé dans l’analyse.",
        "As people said themselves, of those who answered at day 30. Nothing in the analysis is corrected for it.",
    ),
    "met_modules": ("les modules", "the modules"),
    "met_game": ("le jeu", "the game"),
    "met_booklet": ("le livret", "the booklet"),
    "health_title": ("État des données\u00a0: ce qui n’est entré dans aucun critère", "Data health: what entered no outcome"),
    "count": ("Nombre", "Count"),
    "health_note": (
        "Compté sur tous les bras ensemble. Rien de cela n’a arrêté l’analyse ni n’a été corrigé.",
        "Counted over all arms together. None of it stopped the analysis, and nothing was corrected.",
    ),
    "harms": ("Effets non souhaités", "Harms"),
    "comparison": ("Comparaison", "Comparison"),
    "method": ("Qui est compté", "Who is counted"),
    "difference": ("Différence", "Difference"),
    "p": ("p", "p"),
    "g": ("g de Hedges", "Hedges g"),
    "against": ("{arm} contre {reference}", "{arm} against {reference}"),
    "observed": ("Score connu, selon le bras tiré", "Score known, as randomised"),
    "imputed": ("Tous, scores manquants imputés ({sets} jeux)", "Everybody, missing scores imputed ({sets} sets)"),
    "delta": ("De même, imputés {delta} hors référence", "The same, imputed ones {delta} outside the reference"),
    "per_protocol": ("Selon le protocole : {rule}", "Per protocol: {rule}"),
    "with_late_exclusions": ("Avec les exclus après le tirage", "With those excluded after randomisation"),
    "ratio": ("Rapport", "Ratio"),
    "mean_time": ("Temps moyen jusqu’à {until} {unit}", "Mean time up to {until} {unit}"),
    "log_rank": ("Log-rank : χ² = {chi}, p {p}", "Log-rank: χ² = {chi}, p {p}"),
    "no_log_rank": ("Log-rank : aucun événement", "Log-rank: no event"),
    "events": ("{events} en tout", "{events} in all"),
    "of": ("{part} sur {whole}", "{part} of {whole}"),
    "nobody": ("Aucune comparaison : un bras a trop peu de personnes.", "No comparison: an arm has too few people."),
    "finding_better": (
        "{arm} : {value} {unit} de plus que {reference} (IC {level} % : {low} à {high}), parmi {n} personnes dont le score est connu.",
        "{arm}: {value} {unit} more than {reference} ({level}% CI {low} to {high}), among {n} people whose score is known.",
    ),
    "finding_worse": (
        "{arm} : {value} {unit} de moins que {reference} (IC {level} % : {low} à {high}), parmi {n} personnes dont le score est connu.",
        "{arm}: {value} {unit} fewer than {reference} ({level}% CI {low} to {high}), among {n} people whose score is known.",
    ),
    "finding_open": (
        "L’essai ne tranche pas entre {arm} et {reference} : différence de {value} {unit} (IC {level} % : {low} à {high}), {n} personnes.",
        "The trial does not decide between {arm} and {reference}: difference {value} {unit} ({level}% CI {low} to {high}), {n} people.",
    ),
    "relevant": (
        "La plus petite différence qui compterait, fixée avant : {relevant} {unit}.",
        "The smallest difference that would matter, set beforehand: {relevant} {unit}.",
    ),
    "first": ("Comparaison prévue en premier ; les autres sont secondaires.", "Comparison planned first; the others are secondary."),
    "method_person": (
        "Analyse selon le bras tiré : ANCOVA sur le score d’avant et les strates du tirage, erreurs HC3, loi t. Scores manquants : "
        "imputation multiple (modèle normal bayésien, règles de Rubin, degrés de liberté de Barnard et Rubin), puis décalée. "
        "Score d’avant manquant : moyenne, avec un indicateur.",
        "As randomised: ANCOVA on the score before and the strata of randomisation, HC3 errors, t distribution. Missing scores: multiple "
        "imputation (Bayesian normal model, Rubin’s rules, Barnard and Rubin’s degrees of freedom), then shifted. Missing score before: "
        "mean, with an indicator.",
    ),
    "method_cluster": (
        "Tirage de groupes entiers : erreurs CR2 par groupe, degrés de liberté de Satterthwaite.",
        "Whole clusters were randomised: CR2 errors by cluster, Satterthwaite’s degrees of freedom.",
    ),
    "clusters": ("Groupes, pour le critère principal", "Clusters, of the primary outcome"),
    "clusters_and_people": ("{clusters} groupes, n = {people}", "{clusters} clusters, n = {people}"),
    "clusters_scored": ("Groupes où un score est connu", "Clusters with a known score"),
    "cluster_sizes": ("Personnes par groupe dont le score est connu", "People of a cluster whose score is known"),
    "icc": ("Corrélation à l’intérieur d’un groupe", "Intracluster correlation"),
    "icc_note": (
        "Corrélation par l’analyse de variance, dans chaque bras, sans ajustement (Donner et Koval 1980).",
        "Correlation from the analysis of variance within arms, without adjustment (Donner and Koval 1980).",
    ),
    "few_clusters": (
        "Moins de {few} groupes ({clusters}) : l’intervalle tient compte de ce petit nombre (CR2, Satterthwaite), "
        "mais un seul groupe peut changer le résultat ; à lire avec prudence.",
        "Fewer than {few} clusters ({clusters}): the interval allows for so few (CR2, Satterthwaite), "
        "but one cluster can change the result; read it with care.",
    ),
    "methods": ("Méthodes", "Methods"),
    "reproduce": (
        "Le même fichier de données et le même protocole donnent ce document à l’octet près.",
        "The same data file and the same protocol give this document to the byte.",
    ),
    "no_answer": ("sans nouvelles", "no answer"),
    "own_wish": ("à sa demande", "own wish"),
    "no_time": ("manque de temps", "no time"),
    "health": ("santé", "health"),
    "other": ("autre raison", "other reason"),
    "erased": ("compte effacé", "account erased"),
}


def say(key: str, language: str, **values: str) -> str:
    """The words of a key; a key that is none is a text of the site's own and stands as it is."""
    pair = WORDS.get(key, (key, key))
    return pair[0 if language == "fr" else 1].format(**values)
