"""Drafts of the papers of data protection, filled with what the settings say."""
