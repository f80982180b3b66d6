"""The state of a week, its commands, its events, and counted chance."""
