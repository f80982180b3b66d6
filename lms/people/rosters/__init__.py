"""Lists of people for staff: who is in a cohort, what is due of whom, who needs help; each sorted, filtered, paged and saved as CSV."""
