"""Items of a test that stand in no public file: pools that a site keeps for itself."""
