"""Learning platforms that this site knows: those of the settings, and those that registered by themselves and were accepted."""
