"""R26, who is left out: starting and finishing by edition, language, text, help and role."""
