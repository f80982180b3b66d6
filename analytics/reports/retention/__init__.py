"""R6, cohort retention: who comes back, week after week."""
