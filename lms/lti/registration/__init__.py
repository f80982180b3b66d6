"""Dynamic Registration 1.0: a platform that got a one-time address registers by itself, and waits until an admin accepts it."""
