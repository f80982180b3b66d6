"""The game as pages, and the pages that are no game: a real problem, and the sheet "when I call"."""
