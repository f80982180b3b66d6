"""Screens as data, and as pages of HTML: what every edition of the game shows, whatever draws it."""
