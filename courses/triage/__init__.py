"""The triage register: what to do for each sign and how fast; read, and printed for a clinician to sign."""
