"""Where an account is signed in: one row a browser, seen and ended by its owner."""
