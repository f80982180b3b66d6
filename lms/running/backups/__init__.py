"""Copies of each night: one encrypted file a copy, thinned out by age, tried by a restore each week (docs/backups.md)."""
