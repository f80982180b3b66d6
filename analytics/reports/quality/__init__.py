"""R10, test quality: how well the items of a module measure together, and how the scores spread."""
