"""A page for each symptom and their index: teaching material, static, the same for everybody."""
