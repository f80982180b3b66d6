"""A short case of a professional: one scene, two questions, a look at a text, a decision and the words that go with it."""
