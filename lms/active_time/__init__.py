"""Active time of a learner in one run of a course: what counts, by which pages, and what is allowed to one person."""
