"""Registers and courses changed by form: one value, entry or place at a time, every other byte as it was typed."""
