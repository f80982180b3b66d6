"""Opening this site from a learning platform by LTI 1.3: launch, choosing what to open, results of professionals."""
