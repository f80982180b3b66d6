"""R1, the completion funnel: how many learners reach each step of each module."""
