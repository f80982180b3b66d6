"""The API that other programs build on: versioned JSON of cohorts, assignments, progress and attestations, below /api/v1."""
