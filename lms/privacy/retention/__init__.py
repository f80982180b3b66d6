"""How long each kind of row is kept, why, and what removes it."""
