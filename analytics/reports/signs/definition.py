"""R14, time from warning sign to report: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="signs",
    code="R14",
    version=3,
    group="game",
    name="Time from warning sign to report",
    verbs=frozenset({"called", "completed", "ignored", "presented", "progressed", "reported", "selected"}),
    title=("Du signe d’alerte à l’appel", "From the warning sign to the call"),
    reading=(
        "Premier épisode de chaque personne, en heures du jeu (Kaplan-Meier). Ce qui n’a pas été signalé reste compté "
        "jusqu’à la fin de la partie ou 72 heures\u00a0: rien n’est écarté. La courbe demande 11 personnes\u00a0; entre deux de ses "
        "points, 5 personnes ou plus ont signalé. La moyenne compte 72 heures au plus par personne. Groupes\u00a0: "
        "le test du log-rank compare les courbes entières\u00a0; cela décrit, sans dire pourquoi. Un appel sans signe ne coûte "
        "rien et n’est pas une faute\u00a0: il est compté à part.",
        "First episode of each learner, in game hours (Kaplan-Meier). What was not reported stays counted until the end of the "
        "play or 72 hours: nothing is left out. The curve needs 11 learners; between two of its points 5 learners or more reported. "
        "The mean counts 72 hours at most a learner. Groups: the log-rank test compares whole curves; it describes, it does not say why. "
        "A call without a sign costs nothing and is no fault: it is counted apart.",
    ),
    next_step=(
        "Reprenez en groupe le signe que l’on signale le plus tard.",
        "Go over the sign that is reported last, with the group.",
    ),
    counted=(
        "first episode of each sign for each learner, in game hours; an episode closed by the net, or open when the play "
        "stops, is censored at that hour, at 72 h at most, and never dropped; a sign that eased by itself counts as not "
        "reported; one curve from 11 learners, whose points need 5 who reported, or none, and 5 who left, or none, since the "
        "one before (11 outside the site); mean hours up to 72, where somebody was followed so long; by role, "
        "language and edition (of the latest statement) from 11 learners: mean hours, difference from the most frequent value, log-rank. "
        "Learners to whom a sign was presented and who called, by whether a sign was open when they did (`right`, `false_alarm`), over "
        "every play"
    ),
    method=(
        "Kaplan and Meier 1958; Greenwood's variance, log-log interval (Kalbfleisch and Prentice 1980); restricted mean: "
        "Klein and Moeschberger 2003; log-rank: Mantel 1966"
    ),
    columns={
        "hours_difference": ("Écart (heures)", "Difference (hours)"),
        "p": ("p (log-rank)", "p (log-rank)"),
        "callers": ("Qui", "Who"),
        "right_alone": ("Toujours pour un signe", "Always for a sign"),
        "both_kinds": ("Avec et sans signe", "With and without a sign"),
        "false_alone": ("Jamais pour un signe", "Never for a sign"),
        "mean_hours": ("Heures en moyenne, 72 au plus", "Mean hours, 72 at most"),
        "mean_low": ("IC 95 %, bas", "95% CI, low"),
        "mean_high": ("IC 95 %, haut", "95% CI, high"),
    },
    values={
        "all_callers": ("Ont appelé", "Called"),
    },
    tables={
        "sign_groups": ("Délais, par groupe", "Delays, by group"),
        "callers": ("Appels avec et sans signe", "Calls with and without a sign"),
        "delays": ("Délais, par signe", "Delays, by sign"),
        "curve": ("Part qui a signalé, au fil des heures", "Share who reported, hour by hour"),
    },
    findings={
        "signs_median": ("La moitié a signalé en {median:hours} heures de jeu.", "Half reported within {median:hours} game hours."),
        "signs_at_once": ("Plus de la moitié a signalé dans le créneau même.", "More than half reported within the same slot."),
        "signs_under_half": ("Moins de la moitié a signalé pendant le temps suivi.", "Less than half reported in the time followed."),
    },
    stats={
        "right_calls": ("Appels pour un signe", "Calls for a sign"),
        "in_slot": ("Signalés dans le même créneau", "Reported within the same slot"),
        "in_day": ("Signalés en 24 heures", "Reported within 24 hours"),
    },
    main=(Main("delays", ("sign",), "mean_hours", "mean_low", "mean_high"),),
)
