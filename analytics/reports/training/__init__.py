"""R2 and R3, compliance of training: what was assigned, done or overdue, and which attestations end soon."""
