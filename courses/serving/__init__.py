"""What a running site reads: the frozen catalogue, its cache, its reader, search."""
