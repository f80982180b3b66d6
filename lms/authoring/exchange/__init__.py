"""Pages that bring questions of other programs into a module, and take a module's practice questions out."""
