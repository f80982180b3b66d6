"""R24, data health: what arrived each day and how late. Statements of few learners are not told."""
