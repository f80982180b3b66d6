"""Pages of signing in by a provider of identities: there and back, a new account, her own links, signing out."""
