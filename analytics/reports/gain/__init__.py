"""R7, learning gain: the same learners before and after."""
