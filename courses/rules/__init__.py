"""The site's fever rule, read from content/_structure/rules.yml."""
