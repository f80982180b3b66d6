"""The game's authored data as one Book, and its checks."""
