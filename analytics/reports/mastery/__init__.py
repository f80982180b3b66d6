"""R11, mastery by objective: how many learners are likely to know it, some way there, or at the beginning."""
