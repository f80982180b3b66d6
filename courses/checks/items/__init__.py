"""Checks of items: their parts, options that look alike, what guessing is worth."""
