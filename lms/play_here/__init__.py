"""The game in the visitor's own browser, also without network: its page, its runtime, its code, and what it is played with."""
