"""How a report is shown: its words in two languages, its numbers, its charts."""
