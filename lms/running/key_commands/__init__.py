"""Commands about the keys with which the site signs."""
