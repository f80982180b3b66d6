"""Checks of a module's text and of its course."""
