"""Webhooks: the site tells other programs, by a signed request, what happened to professionals and what they did."""
