"""The thread: what people say to an act, and of a decision some days later. Lines change nothing of the week."""
