"""The rules of the game: plain Python, seeded, no file, no clock, no screen. It imports courses.model and nothing else."""
