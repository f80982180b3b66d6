"""What the statements say, as figures: feed, lake, measures, disclosure, reports, and the files the pages show."""
