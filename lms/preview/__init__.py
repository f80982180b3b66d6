"""One situation played alone by an educator."""
