"""R25, adoption by département: professionals with a valid attestation, by role and place."""
