"""What a clinician changes by form: the rows of the triage register, each signed with its sources open, and the rules of the site."""
