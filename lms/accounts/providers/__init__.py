"""Signing in by a provider of identities (OpenID Connect): who somebody is there, and which account here is hers."""
