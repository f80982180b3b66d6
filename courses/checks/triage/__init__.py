"""Checks of all texts against the triage register."""
