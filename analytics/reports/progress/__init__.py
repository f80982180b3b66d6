"""R16, progress in the game: weeks started and completed, and where plays that stopped were last seen."""
