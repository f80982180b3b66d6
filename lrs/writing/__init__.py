"""Writing statements and documents in the caller's transaction."""
