"""Evidence files for a training body, the forms that feed them (satisfaction, complaints), the legal notice and the terms."""
