"""R17, knowledge and play: how the score at the end goes with what was done in the game."""
