"""Training that was asked for, and what was earned: duties, attestations, and where those who have one work."""
