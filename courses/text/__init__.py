"""Text as authors type it: YAML with line numbers, front matter, typography, Markdown as safe HTML."""
