"""Pages and questions by form, without YAML or marks to type; each beside the text of its file."""
