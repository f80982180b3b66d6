"""The pages that are no game: a real problem, and the sheet “When I call”."""
