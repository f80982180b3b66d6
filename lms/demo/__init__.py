"""Simulated learners and demo accounts."""
