"""Short cases of GPs and pharmacists as pages, reached from their courses."""
