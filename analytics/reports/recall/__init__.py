"""R12, recall: what learners remember of their review cards, by the days since."""
