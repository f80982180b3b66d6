"""Modules of a course that another publisher made (cmi5 packages): what is kept of them, and how far a learner is in one."""
