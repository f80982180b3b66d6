"""R2 and R3, compliance of training: its definition, and its words in French and English."""

from analytics.definition import Definition, Main

DEFINITION = Definition(
    key="training",
    code="R2",
    version=2,
    group="training",
    name="Compliance of training (R2 overdue, R3 renewal)",
    verbs=frozenset({"assigned", "completed", "earned", "renewed", "revoked"}),
    title=("Formations demandées et attestations", "Training asked for and attestations"),
    reading=(
        "À la date du rapport. En retard : la date demandée est passée et la formation n’est pas terminée. À renouveler : "
        "l’attestation finit dans 90 jours ou moins. Chaque personne compte une fois par formation, pour sa dernière "
        "demande et sa dernière attestation. À temps\u00a0: renouvelée avant sa fin, parmi celles qui l’ont atteinte.",
        "At the date of the report. Overdue: the day asked for is past and the course is not done. Due for renewal: the "
        "attestation ends in 90 days or less. Each learner counts once a course, by the latest assignment and the latest "
        "attestation. In time: renewed before its end, of those that reached it.",
    ),
    next_step=(
        "Écrivez aux personnes en retard depuis la liste des personnes à aider ; prévoyez les renouvellements avant leur date.",
        "Write to those who are overdue from the list of who needs help; plan renewals before their date.",
    ),
    counted=(
        "at the report's date, by course or campaign: learners to whom it was assigned (the latest time counts), of them "
        "done (attestation since then, or every module that anybody of the cohort opened; a campaign: a week completed), "
        "overdue (`due` is past) and open; by course: learners who earned an attestation, of them valid, due within 90 "
        "days, expired, withdrawn, and those who renewed once or more; of the learners whose attestation reached its end (the latest "
        "that did, withdrawn ones left out): renewed before the end, after it or not, by course and by month of the end"
    ),
    method="Wilson; the three and the four parts add up to n",
    tables={
        "duties": ("Formations demandées", "Training asked for"),
        "renewals": ("Renouvelées à temps", "Renewed in time"),
        "renewal_months": ("Renouvelées à temps, par mois de la fin", "Renewed in time, by month of the end"),
        "attestations": ("Attestations", "Attestations"),
    },
    columns={
        "month": ("Mois commençant le", "Month from"),
        "before_n": ("Avant la fin", "Before the end"),
        "after_n": ("Après la fin", "After the end"),
        "never_n": ("Pas renouvelées", "Not renewed"),
        "key": ("Formation", "Training"),
        "done": ("Terminées", "Done"),
        "overdue": ("En retard", "Overdue"),
        "open": ("En cours", "Open"),
        "valid_n": ("Valables", "Valid"),
        "due_n": ("À renouveler", "Due for renewal"),
        "expired_n": ("Expirées", "Expired"),
        "withdrawn_n": ("Retirées", "Withdrawn"),
        "renewed_n": ("Déjà renouvelées", "Renewed before"),
        "valid_share": ("Valables ou à renouveler (%)", "Valid or due (%)"),
    },
    values={
        "done": ("Terminées", "Done"),
        "open": ("En cours", "Open"),
        "overdue": ("En retard", "Overdue"),
        "valid": ("Valables", "Valid"),
        "due": ("À renouveler", "Due for renewal"),
        "expired": ("Expirées", "Expired"),
    },
    findings={
        "overdue_most": (
            "En retard : {overdue:count} personnes pour « {key:course} ».",
            "Overdue: {overdue:count} learners for “{key:course}”.",
        ),
        "overdue_none": (
            "Personne n’est en retard, ou trop peu de personnes pour le dire.",
            "Nobody is overdue, or too few learners to say so.",
        ),
        "renewal_due": (
            "À renouveler en 90 jours : {due:count} attestations de « {key:course} ».",
            "Due for renewal within 90 days: {due:count} attestations of “{key:course}”.",
        ),
        "renewal_none": (
            "Aucune attestation à renouveler en 90 jours, ou trop peu pour le dire.",
            "No attestation due for renewal within 90 days, or too few to say so.",
        ),
    },
    main=(Main("duties", ("key",), "share", "low", "high"),),
)
