"""Sources, objectives, words and courses by form: no YAML, one value at a time, beside the text of the file."""
