"""What becomes of a trial's data: outcomes from acts, what was left out, and the rows that may leave the site."""
