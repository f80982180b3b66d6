"""Flask's extensions, times in tables, and the one way pages write."""
