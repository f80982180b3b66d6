"""The game by form: its words line by line, and the cards of the mornings."""
