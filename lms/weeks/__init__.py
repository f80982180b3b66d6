"""The game's weeks as pages."""
