"""What staff sees: people, cohorts, access keys, statements."""
