"""R13, simulated adherence: days covered in the game, by campaign; never a sign about a person's treatment."""
