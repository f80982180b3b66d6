"""Where a key is used, a key changed with its links, a module moved, and what has no use any more taken away."""
