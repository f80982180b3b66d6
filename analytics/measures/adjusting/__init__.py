"""Differences at the same start: least squares with robust errors, and the gain of a course adjusted for start and forms."""
