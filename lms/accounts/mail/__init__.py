"""E-mail addresses that their owners confirmed, the tokens of links to them, and recovery codes that need no address."""
