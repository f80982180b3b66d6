"""Randomised trials run by the site: consent, places drawn under seal, pages of an arm, questionnaires, and the table for the analysis."""
