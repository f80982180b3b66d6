"""What learners did in the game: decisions, doses, warning signs, and how far they played."""
