"""The short cases of GPs and pharmacists in the window."""
