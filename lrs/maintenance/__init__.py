"""Backup, erasure and forwarding."""
