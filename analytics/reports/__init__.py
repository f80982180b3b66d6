"""The reports: each file turns the measures of one cohort into tables that may be shown."""
