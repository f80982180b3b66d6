"""Main figures of several cohorts, or of several weeks of one, side by side: made of what the pages of each print, and of nothing else."""
