"""Reading together: remarks at a sentence, both languages block by block, and who waits for whom."""
