"""The view of a moment, built from the state; both editions show it."""
