"""R4, active learners: who did something, week by week and role by role."""
