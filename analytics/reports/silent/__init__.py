"""R5, silent learners: who began a course and has done nothing for a week."""
