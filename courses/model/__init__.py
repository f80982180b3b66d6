"""What content is once read: frozen values, plain Python, no file and no outside library."""
