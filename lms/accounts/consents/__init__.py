"""What a person agreed to and took back, by purpose, with the version of the words and the moment."""
