"""R8, item analysis: facility, corrected item-rest link and what deserves a look, one row an item."""
