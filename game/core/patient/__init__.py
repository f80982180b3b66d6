"""The character's body: fever, doses, symptoms, warning signs, skills, effects of choices."""
