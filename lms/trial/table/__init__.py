"""The table of participants: what each did, from the site and its store, as the analysis takes it."""
