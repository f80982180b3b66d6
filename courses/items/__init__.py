"""Items: syntax, marking, form fields, xAPI interactions."""
