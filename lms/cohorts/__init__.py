"""Learners who follow one course together, and their registrations."""
