"""From the statements of the store to the files that reports are counted from: the feed, its flat rows, pseudonyms, the lake."""
