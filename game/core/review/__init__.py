"""The look back at a week: replay, what-if, debrief."""
