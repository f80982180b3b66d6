"""The serious game: rules (core), pictures (art), statements, and the desktop window (ui)."""
