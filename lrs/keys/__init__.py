"""Access keys, and how much their devices may keep."""
