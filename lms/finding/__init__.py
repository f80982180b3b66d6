"""Finding a page by its words, and taking pages along: booklet and offline pack."""
