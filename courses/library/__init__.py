"""A content folder as parsed: structure, modules, pictures, word rules, translations and their freshness, new files."""
