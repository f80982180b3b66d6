"""One release step a cohort: what the reports say together, and what is hidden so that no small group can be worked out of it."""
