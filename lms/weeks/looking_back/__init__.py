"""The look back at a week that is over, in pages: one address a step."""
