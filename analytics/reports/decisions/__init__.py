"""R15, decision quality: what was chosen first in each situation of the game."""
