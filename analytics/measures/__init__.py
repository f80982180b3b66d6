"""One idea a file: expressions over the rows of a cohort, and the statistics made of their small answers."""
