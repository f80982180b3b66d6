"""Checks of two languages side by side."""
