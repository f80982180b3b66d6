"""Attestations of professionals: awarding, the paper, the public page, the badge, and what ends them."""
