"""Pages of passkeys and security keys, above those of the second factor."""
